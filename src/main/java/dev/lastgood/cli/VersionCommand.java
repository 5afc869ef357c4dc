// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.report.Line;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The version of this build and the commit it was made from, written into the jar by the build:
/// the same as `--version`.
@Command(
    name = "version",
    description = "Print version and commit.",
    footer = {"", "Example:", "  lastgood version"})
final class VersionCommand implements Verb, IVersionProvider {
  @Override
  public ExitCode run(Session session) {
    session.console().print(Line.of(getVersion()[0]));
    return ExitCode.OK;
  }

  /// One line: `lastgood <version> (<commit>)`; the commit is `unknown` for a build outside Git.
  @Override
  public String[] getVersion() {
    Build build = Build.ofThis();
    return new String[] {"lastgood " + build.version() + " (" + build.commit() + ")"};
  }
}
