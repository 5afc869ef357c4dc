// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.sign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;

/// A commit taken apart into its signature and what was signed: all of it but the signature.
final class SignedCommit {
  private static final byte[] HEADER = "gpgsig".getBytes(StandardCharsets.US_ASCII);

  /// What made a signature, as `gpg.format` has it.
  enum Format {
    /// `ssh-keygen -Y sign`.
    SSH,
    /// OpenPGP.
    OPENPGP,
    /// X.509, or something newer than this program.
    OTHER
  }

  private final byte[] signature;
  private final byte[] signed;

  private SignedCommit(byte[] signature, byte[] signed) {
    this.signature = signature;
    this.signed = signed;
  }

  /// Takes a parsed commit apart; empty when it is not signed.
  static Optional<SignedCommit> of(RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    int value = RawParseUtils.headerStart(HEADER, raw, 0);
    if (value < 0) {
      return Optional.empty();
    }
    int start = value - HEADER.length - 1; // one space
    int end = RawParseUtils.nextLfSkippingSplitLines(raw, value);
    byte[] signed = new byte[raw.length - (end + 1 - start)];
    System.arraycopy(raw, 0, signed, 0, start);
    System.arraycopy(raw, end + 1, signed, start, raw.length - end - 1);
    return Optional.of(new SignedCommit(RawParseUtils.headerValue(raw, value, end), signed));
  }

  /// By its first line.
  Format format() {
    String armor =
        new String(
            Arrays.copyOf(signature, Math.min(64, signature.length)), StandardCharsets.US_ASCII);
    if (armor.startsWith("-----BEGIN SSH SIGNATURE-----")) {
      return Format.SSH;
    }
    return armor.startsWith("-----BEGIN PGP ") ? Format.OPENPGP : Format.OTHER;
  }

  /// The armored signature.
  byte[] signature() {
    return signature.clone();
  }

  /// What it was made of.
  byte[] signed() {
    return signed.clone();
  }
}
