// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.Capabilities;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Remote;
import dev.lastgood.net.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// SSH with one key and the pinned host keys: no agent, no `~/.ssh`, no configuration file, nobody
/// to ask.
final class SshLink extends SshSessionFactory implements Link, UploadPack {
  private final Remote remote;
  private final TransferLimit limit;
  private final KnownHosts hosts;
  private final SshdSessionFactory sessions;
  private final AtomicReference<@Nullable BoundedSession> open = new AtomicReference<>();
  private final AtomicReference<@Nullable SshCommand> command = new AtomicReference<>();
  private @Nullable SshUploadPack service;

  private SshLink(TransferLimit limit, Auth.SshKey key) throws ExchangeFailed {
    this.remote = limit.remote();
    this.limit = limit;
    this.hosts = KnownHosts.of(remote, key.knownHostsFile());
    this.sessions =
        sessions(
            key.keyFile().resolveSibling("no-ssh-directory"),
            PrivateKeyFile.read(key.keyFile(), remote));
  }

  static SshLink of(TransferLimit limit) throws ExchangeFailed {
    Remote remote = limit.remote();
    if (!(remote.access().auth() instanceof Auth.SshKey key)) {
      throw ExchangeFailed.operator(
          remote.url() + " is opened by an ssh key and none is configured",
          "set ssh.key-file and ssh.known-hosts-file of " + remote.section());
    }
    demand(key.keyFile(), "private key", "key-file", remote);
    demand(key.knownHostsFile(), "known_hosts", "known-hosts-file", remote);
    return new SshLink(limit, key);
  }

  private static void demand(Path file, String what, String setting, Remote remote)
      throws ExchangeFailed {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw ExchangeFailed.operator(
          "the "
              + what
              + " file "
              + file
              + (Files.isRegularFile(file)
                  ? " can't be read by user " + System.getProperty("user.name")
                  : Files.exists(file) ? " is no regular file" : " does not exist"),
          "mend that, or correct " + remote.setting("ssh.") + setting);
    }
  }

  private SshdSessionFactory sessions(Path nowhere, List<KeyPair> keys) {
    return new SshdSessionFactoryBuilder()
        .setHomeDirectory(nowhere.toFile())
        .setSshDirectory(nowhere.toFile())
        .setConfigStoreFactory((_, _, _) -> null)
        .setPreferredAuthentications("publickey")
        .setDefaultKeysProvider(_ -> keys)
        .setServerKeyDatabase((_, _) -> hosts)
        .setConnectorFactory(null)
        .setProxyDataFactory(_ -> null) // straight to the server
        .build(null);
  }

  @Override
  public Remote remote() {
    return remote;
  }

  @Override
  public void configure(Transport transport) {
    ((SshTransport) transport).setSshSessionFactory(this);
  }

  @Override
  public RemoteSession2 getSession(
      URIish uri, @Nullable CredentialsProvider nobody, FS fs, int millis)
      throws TransportException {
    hosts.begin();
    try {
      BoundedSession session = new BoundedSession(connected(uri, fs), limit, command);
      open.set(session);
      return session;
    } catch (TransportException e) {
      Optional<ExchangeFailed> untrusted = hosts.refusal();
      if (untrusted.isPresent()) {
        throw untrusted.get();
      }
      Optional<ExchangeFailed> stranger =
          hosts.wereAsked() ? Optional.empty() : new SshPort(remote).stranger(limit.left());
      if (stranger.isPresent()) {
        throw stranger.get();
      }
      throw e;
    }
  }

  /// At the first of the host's addresses where a server answers; host keys are those of its name.
  private SshdSession connected(URIish uri, FS fs) throws TransportException {
    try {
      return Addresses.of(uri.getHost())
          .each(
              limit.left(),
              hosts::wereAsked,
              (address, timeout) ->
                  sessions.getSession(
                      uri.setHost(address.getHostAddress()), null, fs, (int) timeout.toMillis()));
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw new TransportException(uri, Messages.of(e), e);
    }
  }

  @Override
  public Capabilities capabilities() throws IOException {
    return service().capabilities();
  }

  @Override
  public InputStream request(byte[] request) throws IOException {
    limit.asks();
    return service().request(request);
  }

  @Override
  public InputStream arriving(InputStream pack) {
    return limit.arriving(pack);
  }

  @Override
  public void abandon() {
    service = null;
    sever();
  }

  private SshUploadPack service() throws IOException {
    SshUploadPack present = service;
    if (present == null) {
      URIish address = Connector.address(remote);
      int millis = (int) limit.left().toMillis();
      RemoteSession2 session = getSession(address, null, FS.DETECTED, millis);
      present = SshUploadPack.start(session, address, Math.max(1, millis / 1000));
      service = present;
    }
    return present;
  }

  /// Whether the next exchange may go over the same connection.
  boolean isKept(Remote next) {
    return service != null && service.answersRequests() && next.equals(remote);
  }

  TransferLimit limit() {
    return limit;
  }

  @Override
  public String getType() {
    return "pinned";
  }

  @Override
  public void releaseSession(RemoteSession session) {
    sever();
  }

  @Override
  public IOException explained(IOException problem) {
    SshCommand started = command.get();
    if (started == null
        || ExchangeProblem.chain(problem).stream().anyMatch(ExchangeFailed.class::isInstance)) {
      return problem;
    }
    if (started.isCut(problem)) {
      return ExchangeFailed.retry(
          "the connection to " + remote.url() + " was lost before the answer was whole",
          "the next pass tries again by itself");
    }
    return started.explained().<IOException>map(refusal -> refusal).orElse(problem);
  }

  @Override
  public void sever() {
    BoundedSession session = open.getAndSet(null);
    if (session != null) {
      session.disconnect(); // the library minds a second one
    }
  }

  @Override
  public void close() {
    sever();
    sessions.close();
  }
}
