// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Origin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// A file of an entry, as other people's formats name one.
///
/// @param path in the source; else the target's name
/// @param location where it came from, in the form of SPDX's download locations; empty for what
///   came from no commit, and where the entry does not say
/// @param sha256 of its bytes; empty when the record does not hold them
record FileIdentity(String path, BlobId blob, Optional<String> location, Optional<String> sha256) {

  /// Of something that is or was live, or was tried; empty when that is nothing.
  static Optional<FileIdentity> of(Entry entry, Live file, Optional<Content> content) {
    Optional<Candidate> candidate =
        entry.change().candidate().filter(one -> file.managed().equals(Optional.of(one.release())));
    return file.content()
        .map(blob ->
            new FileIdentity(
                candidate
                    .map(one -> one.origin().path().value())
                    .orElse(entry.attempt().target().value()),
                blob,
                candidate.map(one -> location(one.origin(), one.release().commit())),
                content.map(Content::bytes).map(FileIdentity::sha256)));
  }

  private static String location(Origin origin, CommitId commit) {
    return "git+" + origin.url() + "@" + commit + "#" + encodedPath(origin.path().value());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// A package URL of type `generic`: the file's name, at the version that is its content.
  String purl() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String checksum = sha256.map(hex -> "checksum=sha256:" + hex).orElse("");
    String source = location.map(uri -> "vcs_url=" + encoded(uri)).orElse("");
    String both = checksum.isEmpty() || source.isEmpty() ? "" : "&";
    String qualifiers = checksum + both + source;
    return "pkg:generic/"
        + encoded(name)
        + "@"
        + blob
        + (qualifiers.isEmpty() ? "" : "?" + qualifiers);
  }

  /// A resource descriptor of in-toto's.
  Json descriptor() {
    return Json.object()
        .put("name", path)
        .putPresent("uri", location)
        .put("digest", Json.object().putPresent("sha256", sha256).put("gitBlob", blob));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private static String encodedPath(String path) {
    return encoded(path).replace("%2F", "/");
  }
}
