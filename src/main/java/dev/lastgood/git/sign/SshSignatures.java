// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.sign;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifiers;

/// Signatures by ssh keys, judged by an `allowed_signers` file as `ssh-keygen -Y verify` does:
/// namespaces, validity periods, certificates and hardware keys included.
record SshSignatures(Path allowedSigners) {
  /// JGit looks there for a relative file name, and ours is absolute.
  private static final Repository NOWHERE =
      new InMemoryRepository(new DfsRepositoryDescription("nowhere"));

  Signers.Result judge(SignedCommit commit) throws IOException {
    SignatureVerifier verifier = SignatureVerifiers.get(GpgFormat.SSH);
    if (verifier == null) {
      throw new IllegalStateException("JGit's ssh signatures are not on the class path");
    }
    Config settings = new Config();
    settings.setString("gpg", "ssh", "allowedSignersFile", allowedSigners.toString());
    SignatureVerification found =
        verifier.verify(NOWHERE, new GpgConfig(settings), commit.signed(), commit.signature());
    if (found.verified() && found.keyUser() != null) {
      return new Signers.Result.Good(found.keyUser());
    }
    String key = found.keyFingerprint() == null ? "a key" : "the key " + found.keyFingerprint();
    return new Signers.Result.Bad(
        switch (found.trustLevel()) {
          case UNKNOWN -> "is signed by " + key + ", which is not in " + allowedSigners;
          case NEVER, MARGINAL, FULL, ULTIMATE ->
              "carries a signature by " + key + " that is not valid: " + reason(found);
        });
  }

  /// JGit says "not valid yet" on either side of a key's time.
  private String reason(SignatureVerification found) {
    if (found.expired() && found.message() != null && found.message().startsWith("Key ")) {
      return "the key's time in "
          + allowedSigners
          + " (valid-after, valid-before) does not include the commit's";
    }
    return found.message() == null ? "the commit was changed after it was signed" : found.message();
  }
}
