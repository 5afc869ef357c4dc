// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
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
final class PinnedHosts implements ServerKeyDatabase {
  private static final String REVOKED = "revoked";

  private final Source source;
  private final Path file;
  private final ServerKeyDatabase known;
  private @Nullable Refusal refusal;

  PinnedHosts(Source source, Path file) {
    this.source = source;
    this.file = file;
    this.known = new OpenSshServerKeyDatabase(false, List.of(file));
  }

  /// Why a host was turned away, when one was.
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration any) {
    return known.lookup(address, remote, new Strict(any.getUsername()));
  }

  @Override
  public boolean accept(
      String address,
      InetSocketAddress remote,
      PublicKey offered,
      Configuration any,
      @Nullable CredentialsProvider nobody) {
    Configuration strict = new Strict(any.getUsername());
    if (!isRevoked(offered) && known.accept(address, remote, offered, strict, null)) {
      return true;
    }
    refusal = refusal(known.lookup(address, remote, strict), offered);
    return false;
  }

  /// Whether the key is marked as revoked anywhere in the file: JGit's own look stops at the first
  /// line that names the key, and a revocation is often appended.
  private boolean isRevoked(PublicKey offered) {
    try {
      for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
        if (REVOKED.equals(entry.getMarker())
            && KeyUtils.compareKeys(
                entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING),
                offered)) {
          return true;
        }
      }
      return false;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return true; // a file that can't be read vouches for nobody
    }
  }

  private Refusal refusal(List<PublicKey> pinned, PublicKey offered) {
    String host = source.remote().uri().getHost();
    int port = source.remote().uri().getPort();
    String name = port > 0 && port != 22 ? "[" + host + "]:" + port : host;
    String keyscan = "ssh-keyscan " + (port > 0 ? "-p " + port + " " : "") + host;
    String compare =
        "compare that with the server's own list, then add this line to "
            + file
            + " (also what "
            + keyscan
            + " prints): "
            + name
            + " "
            + PublicKeyEntry.toString(offered);
    if (isRevoked(offered)) {
      return Refusal.operator(
          "the host " + name + " shows the key " + print(offered) + ", which is revoked in " + file,
          "somebody may be posing as the server; ask its operator for the present keys");
    }
    if (pinned.isEmpty()) {
      return Refusal.operator(
          "the host " + name + " is not in " + file + "; it shows the key " + print(offered),
          compare);
    }
    return Refusal.operator(
        "the host "
            + name
            + " shows the key "
            + print(offered)
            + "; pinned in "
            + file
            + " is "
            + String.join(", ", pinned.stream().map(PinnedHosts::print).toList()),
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
