// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.report.Line;
import java.util.Arrays;
import picocli.CommandLine.Command;

/// The same as `--version`.
@Command(
    name = "version",
    description = "Print version and commit.",
    footer = {"", "Example:", "  lastgood version"})
final class VersionCommand implements Verb {
  @Override
  public ExitCode run(Session session) {
    Arrays.stream(new Version().getVersion())
        .forEach(line -> session.console().print(Line.of(line)));
    return ExitCode.OK;
  }
}
