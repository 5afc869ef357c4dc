// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.login.LoginException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/// Reads an ssh key at the moment of use.
final class PrivateKeyFile {
  private static final int LARGEST = 64 * 1024;

  private PrivateKeyFile() {}

  /// The keys in a file, one as a rule.
  ///
  /// @throws Refusal when there is none, or one that only a passphrase opens
  static List<KeyPair> read(Path file, Source source) throws Refusal {
    String setting = "sources." + source.name() + ".ssh.key-file";
    List<KeyPair> keys = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(RegularFile.bytes(file, LARGEST))) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, new PathResource(file), in, FilePasswordProvider.EMPTY);
      if (found != null) {
        found.forEach(keys::add);
      }
    } catch (LoginException e) {
      throw Refusal.operator(
          "the private key " + file + " is protected by a passphrase",
          "use a deploy key without one, readable by this user alone: ssh-keygen -p -N '' -f "
              + file);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw Refusal.operator(
          "the private key " + file + " can't be read: " + Words.of(e), "correct " + setting);
    }
    if (keys.isEmpty()) {
      throw Refusal.operator(file + " is no private key", "correct " + setting);
    }
    return keys;
  }
}
