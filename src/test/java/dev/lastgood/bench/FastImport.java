// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Writes history into a bare repository through one `git fast-import`.
final class FastImport implements AutoCloseable {
  private final Process process;
  private final OutputStream out;

  FastImport(Path repository) throws IOException {
    process =
        new ProcessBuilder(
                List.of("git", "-C", repository.toString(), "fast-import", "--quiet", "--done"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
  }

  /// Begins a commit on top of a branch; the files follow.
  ///
  /// @param mark names the commit for [#ref]
  /// @param from what it is on top of; may be empty
  void commit(String ref, int mark, String from, long when) {
    String message = "Change " + mark + "\n\nAs agreed in the review of it.\n";
    text("commit " + ref + "\nmark :" + mark + "\n");
    text("author Ada Author <ada@example.org> " + when + " +0000\n");
    text("committer Mel Merger <mel@example.org> " + when + " +0000\n");
    data(message.getBytes(StandardCharsets.UTF_8));
    text(from.isEmpty() ? "" : "from " + from + "\n");
  }

  /// A file of the commit that was begun.
  void file(String path, byte[] content) {
    text("M 100644 inline " + path + "\n");
    data(content);
  }

  /// Points a reference at a commit of this import.
  void ref(String name, int mark) {
    text("reset " + name + "\nfrom :" + mark + "\n\n");
  }

  /// Ends the import and waits for it.
  @Override
  public void close() throws IOException {
    text("done\n");
    out.close();
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError("git fast-import ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void data(byte[] bytes) {
    text("data " + bytes.length + "\n");
    write(bytes);
    text("\n");
  }

  private void text(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
