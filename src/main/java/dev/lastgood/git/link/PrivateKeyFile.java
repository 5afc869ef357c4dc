// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Remote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  private static final String REMEDY =
      "use an ed25519 or rsa key in OpenSSH's format: ssh-keygen -t ed25519 -N '' -f ";

  private PrivateKeyFile() {}

  /// The file's bytes, when they are none of those forms that the library trips over.
  private static byte[] known(Path file, String setting) throws IOException {
    byte[] bytes = RegularFile.bytes(file, LARGEST);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw locked(file);
    }
    if (text.startsWith("ssh-") || text.startsWith("ecdsa-") || text.contains("PUBLIC KEY-----")) {
      throw ExchangeFailed.operator(
          file + " is a public key, not a private one",
          "name the private half in " + setting + ": as a rule the same name without .pub");
    }
    if (text.startsWith("PuTTY-User-Key-File")) {
      throw ExchangeFailed.operator(
          file + " is a key in PuTTY's format",
          "convert it: puttygen " + file + " -O private-openssh -o NEW-FILE");
    }
    return bytes;
  }

  private static ExchangeFailed locked(Path file) {
    return ExchangeFailed.operator(
        "the private key " + file + " is protected by a passphrase",
        "use a deploy key without one, readable by this user alone: ssh-keygen -p -N '' -f "
            + file);
  }

  /// The keys in a file, one as a rule.
  ///
  /// @throws ExchangeFailed when there is none, or one that only a passphrase opens
  static List<KeyPair> read(Path file, Remote remote) throws ExchangeFailed {
    String setting = remote.setting("ssh.key-file");
    List<KeyPair> keys = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(known(file, setting))) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, new PathResource(file), in, FilePasswordProvider.EMPTY);
      if (found != null) {
        found.forEach(keys::add);
      }
    } catch (LoginException e) {
      throw locked(file);
    } catch (ExchangeFailed e) {
      throw e;
    } catch (LinkageError e) {
      throw ExchangeFailed.operator(
          "the private key " + file + " is of a kind that can't be read", REMEDY + file);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw ExchangeFailed.operator(
          "the private key " + file + " can't be read: " + Messages.of(e), "correct " + setting);
    }
    if (keys.isEmpty()) {
      throw ExchangeFailed.operator(file + " is no private key", "correct " + setting);
    }
    return keys;
  }
}
