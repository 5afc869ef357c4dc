// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.file.RegularFile;
import dev.lastgood.git.link.Messages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.api.OpenPGPApi;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/// Signatures by OpenPGP keys, good when made by a key of the file that was valid at that time:
/// bound to its owner, meant for signing, not expired, not revoked.
///
/// @param keys a file of armored public keys; there is no web of trust, who is in it is trusted
record OpenPgpSignatures(Path keys) {
  private static final int LARGEST = 4 << 20;

  Signers.Result judge(SignedCommit commit) throws IOException {
    OpenPGPApi openpgp = new BcOpenPGPApi();
    List<OpenPGPCertificate> certificates =
        openpgp
            .readKeyOrCertificate()
            .parseCertificates(new String(RegularFile.bytes(keys, LARGEST), UTF_8));
    OpenPGPDetachedSignatureProcessor verifier = openpgp.verifyDetachedSignature();
    certificates.forEach(verifier::addVerificationCertificate);
    verifier.addSignatures(new ByteArrayInputStream(commit.signature()));
    List<OpenPGPDocumentSignature> found =
        verifier.process(new ByteArrayInputStream(commit.signed()));
    for (OpenPGPDocumentSignature signature : found) {
      Optional<String> flaw = flaw(signature);
      if (flaw.isPresent()) {
        return new Signers.Result.Bad(flaw.get());
      }
    }
    return found.isEmpty()
        ? new Signers.Result.Bad("carries an OpenPGP signature by a key that is not in " + keys)
        : new Signers.Result.Good(name(found.getFirst().getIssuerCertificate()));
  }

  private Optional<String> flaw(OpenPGPDocumentSignature signature) {
    if (signature.getIssuer() == null) {
      return Optional.of(
          "is signed by the OpenPGP key " + id(signature) + ", which is not in " + keys);
    }
    try {
      if (signature.isValid()) {
        return Optional.empty();
      }
      return Optional.of(
          signature.isTestedCorrect()
              ? "is signed by the OpenPGP key "
                  + id(signature)
                  + ", which is not valid: revoked, expired, or not meant for signing"
              : "carries an OpenPGP signature that does not fit it: it was changed");
    } catch (PGPSignatureException e) {
      return Optional.of("carries an OpenPGP signature that is not valid: " + Messages.of(e));
    }
  }

  private static String id(OpenPGPDocumentSignature signature) {
    return String.valueOf(signature.getKeyIdentifier()).toUpperCase(Locale.ROOT);
  }

  private static String name(OpenPGPCertificate certificate) {
    var user = certificate.getPrimaryUserId();
    return user == null ? certificate.getPrettyFingerprint() : user.getUserId();
  }
}
