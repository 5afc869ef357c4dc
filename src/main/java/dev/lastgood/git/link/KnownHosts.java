// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Remote;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/// The host keys of one `known_hosts` file, and no way to learn another one.
///
/// Several keys of a host may stand there, so that a rotation can be prepared; `@revoked` ones are
/// refused.
final class KnownHosts implements ServerKeyDatabase {
  private static final String REVOKED = "revoked";
  private static final int LARGEST = 1 << 20;

  private final Remote remote;
  private final Path file;
  private final List<KnownHostEntry> entries;
  private final ServerKeyDatabase known;
  private volatile boolean asked;
  private volatile @Nullable ExchangeFailed refusal;

  private KnownHosts(Remote remote, Path file, List<KnownHostEntry> entries) {
    this.remote = remote;
    this.file = file;
    this.entries = entries;
    this.known = new OpenSshServerKeyDatabase(false, List.of(file));
  }

  /// The host keys in a file.
  ///
  /// @throws ExchangeFailed when a line of it can't be read: it may be the one that revokes a key
  static KnownHosts of(Remote remote, Path file) throws ExchangeFailed {
    List<KnownHostEntry> entries = new ArrayList<>();
    int number = 0;
    try {
      byte[] bytes = RegularFile.bytes(file, LARGEST);
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R", -1)) {
        number++;
        entry(line.strip()).ifPresent(entries::add);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String place = number == 0 ? "" : ", line " + number + ",";
      String why = Messages.said(Messages.of(e));
      throw ExchangeFailed.operator(
          "the known_hosts file " + file + place + " can't be read: " + why,
          "correct or remove that line; ssh-keyscan HOST prints one as it should be");
    }
    return new KnownHosts(remote, file, entries);
  }

  private static Optional<KnownHostEntry> entry(String line)
      throws IOException, GeneralSecurityException {
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
    if (entry == null || entry.getKeyEntry() == null) {
      throw new IOException("it names no key");
    }
    entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
    return Optional.of(entry);
  }

  /// Another connection begins, on which nobody has answered yet.
  void begin() {
    asked = false;
  }

  /// Whether a server answered on this connection, and named itself.
  boolean wereAsked() {
    return asked;
  }

  /// Why a host was turned away, when one was.
  Optional<ExchangeFailed> refusal() {
    return Optional.ofNullable(refusal);
  }

  /// The host by the name that the remote has for it, as ssh does it: an address that it happens to
  /// have must not match a pattern from which the name is excluded.
  private InetSocketAddress host() {
    int port = remote.url().uri().getPort();
    String host = remote.url().uri().getHost().replaceFirst("^\\[(.*)]$", "$1");
    return InetSocketAddress.createUnresolved(host, port < 0 ? 22 : port);
  }

  private static String pattern(InetSocketAddress host) {
    return KnownHostHashValue.createHostPattern(host.getHostString(), host.getPort());
  }

  @Override
  public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration any) {
    return known.lookup(pattern(host()), host(), new Strict(any.getUsername()));
  }

  @Override
  public boolean accept(
      String address,
      InetSocketAddress remote,
      PublicKey offered,
      Configuration any,
      @Nullable CredentialsProvider nobody) {
    asked = true;
    Configuration strict = new Strict(any.getUsername());
    if (!isRevoked(offered) && known.accept(pattern(host()), host(), offered, strict, null)) {
      return true;
    }
    refusal = refusal(known.lookup(pattern(host()), host(), strict), offered);
    return false;
  }

  /// Whether the key is marked as revoked anywhere in the file: JGit's own look stops at the first
  /// line that names the key, and a revocation is often appended.
  private boolean isRevoked(PublicKey offered) {
    List<PublicKey> keys =
        offered instanceof OpenSshCertificate signed
            ? List.of(offered, signed.getCertPubKey(), signed.getCaPubKey())
            : List.of(offered);
    return entries.stream()
        .filter(entry -> REVOKED.equals(entry.getMarker()))
        .anyMatch(entry -> keys.stream().anyMatch(key -> isSame(entry, key)));
  }

  private static boolean isSame(KnownHostEntry entry, PublicKey key) {
    try {
      return KeyUtils.compareKeys(
          entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING), key);
    } catch (IOException | GeneralSecurityException e) {
      return true; // it could be read a moment ago
    }
  }

  private ExchangeFailed refusal(List<PublicKey> pinned, PublicKey offered) {
    String host = remote.url().uri().getHost();
    int port = remote.url().uri().getPort();
    String name = port > 0 && port != 22 ? "[" + host + "]:" + port : host;
    String keyscan = "ssh-keyscan " + (port > 0 ? "-p " + port + " " : "") + host;
    String compare =
        "compare that with the server's own list, then add this line to %s (also what %s prints): %s %s"
            .formatted(file, keyscan, name, PublicKeyEntry.toString(offered));
    String shows = "the host " + name + " shows the key " + print(offered);
    if (isRevoked(offered)) {
      return ExchangeFailed.operator(
          shows + ", which is revoked in " + file,
          "somebody may be posing as the server; ask its operator for the present keys");
    }
    if (pinned.isEmpty()) {
      return ExchangeFailed.operator(
          "the host " + name + " is not in " + file + "; it shows the key " + print(offered),
          compare);
    }
    String known = String.join(", ", pinned.stream().map(KnownHosts::print).toList());
    return ExchangeFailed.operator(
        shows + "; pinned in " + file + " is " + known,
        "the key was changed, or somebody is posing as the server: " + compare);
  }

  private static String print(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
  }

  /// Only what is known, whatever else was asked for.
  private record Strict(String user) implements Configuration {
    @Override
    public List<String> getUserKnownHostsFiles() {
      return List.of();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return List.of();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return false;
    }

    @Override
    public String getUsername() {
      return user;
    }
  }
}
