// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one commit of a [GitOrigin] does, who did it and when.
///
/// @param message the whole message
/// @param author as Git writes people
/// @param committer as Git writes people
/// @param at seconds since 1970; zero lets the origin choose
/// @param entries what becomes of which path
@SuppressWarnings("ArrayRecordComponent") // bytes of a test, never compared
public record Change(
    String message, String author, String committer, long at, Map<String, Entry> entries) {
  private static final String MERGER = "Mel Merger <mel@example.org>";

  /// A change of nothing yet.
  public static Change of(String message) {
    return new Change(message, "Ada Author <ada@example.org>", MERGER, 0, Map.of());
  }

  /// Written by somebody.
  public Change by(String person) {
    return new Change(message, person, committer, at, entries);
  }

  /// Written and committed at a time, in seconds since 1970.
  public Change at(long seconds) {
    return new Change(message, author, committer, seconds, entries);
  }

  /// With a regular file.
  public Change file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /// With a regular file.
  public Change file(String path, byte[] content) {
    return with(path, new File("100644", content));
  }

  /// With a symbolic link.
  public Change symlink(String path, String destination) {
    return with(path, new File("120000", destination.getBytes(StandardCharsets.UTF_8)));
  }

  /// With a submodule.
  public Change submodule(String path, String commit) {
    return with(path, new Submodule(commit));
  }

  /// With what Git LFS commits in place of a file.
  public Change lfsPointer(String path) {
    return file(
        path,
        """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345
        """);
  }

  /// Without a file.
  public Change delete(String path) {
    return with(path, new Gone());
  }

  private Change with(String path, Entry entry) {
    Map<String, Entry> more = new LinkedHashMap<>(entries);
    more.put(path, entry);
    return new Change(message, author, committer, at, more);
  }

  /// What becomes of a path.
  public sealed interface Entry {}

  /// A blob with a mode.
  public record File(String mode, byte[] bytes) implements Entry {}

  /// A link to a commit of another repository.
  public record Submodule(String commit) implements Entry {}

  /// Nothing.
  public record Gone() implements Entry {}
}
