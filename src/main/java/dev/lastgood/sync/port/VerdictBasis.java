// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Live;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Release;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a verdict on content rests on, as a digest: while it is the same, the verdict would be. Any
/// of it may overtake a refusal: a commit may permit what was refused, the content may fit what is
/// live by now, a check may be mended.
///
/// @param digest 64 hex digits
public record VerdictBasis(String digest) {
  /// What it rests on that a service answered a question well.
  public static VerdictBasis ofAnswer(BlobId live, ProbeSpec.Question question) {
    return digest(live.hex() + "\n" + String.join("\n", question.requests()));
  }

  /// What a check's verdict rests on.
  ///
  /// @param live what the content is compared with
  /// @param found the content and the tip that offers it
  /// @param basis what the checks themselves rest on, from [Checks#basis]
  public static VerdictBasis of(Live live, Release found, String basis) {
    String all =
        String.join(
            "\n",
            found.commit().hex(),
            found.blob().hex(),
            live.content().map(BlobId::hex).orElse(""),
            basis);
    return digest(all);
  }

  private static VerdictBasis digest(String all) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8));
      return new VerdictBasis(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
