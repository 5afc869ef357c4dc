// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.demo.Demo;
import dev.lastgood.demo.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A complete run on throw-away servers.
@Command(
    name = "demo",
    description = "Show it all on throw-away servers: deploy, bad merge, rollback, audit.",
    footer = {
      "",
      "Takes less than a minute and needs no configuration, no network and no rights. Everything",
      "happens in a new directory under $$TMPDIR, or /tmp, which is removed at the end.",
      "",
      "Example: keep the directory, to look around afterwards",
      "  lastgood demo --keep"
    })
final class DemoCommand implements Verb {
  @Option(names = "--keep", description = "Keep the directory, and say how to look around in it.")
  private boolean keep;

  @Override
  public ExitCode run(Session session) {
    Environment.Streams streams = session.environment().streams();
    Demo demo =
        new Demo(
            session.environment().variables(),
            new Terminal(streams.out(), streams.style().colour()),
            keep ? Demo.Keep.DIRECTORY : Demo.Keep.NOTHING);
    try {
      return demo.run() ? ExitCode.OK : ExitCode.BUG;
    } catch (IOException e) {
      session
          .console()
          .complain(
              "demo",
              "the demo could not be set up or cleared away: " + e.getMessage(),
              "name a directory that can be written to: TMPDIR=/some/where lastgood demo");
      return ExitCode.OPERATOR;
    }
  }
}
