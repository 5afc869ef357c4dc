// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/// Writes the script by which bash completes our commands; the build runs it.
final class CompletionScript {
  private CompletionScript() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), AutoComplete.bash("lastgood", Root.commandLine()));
  }
}
