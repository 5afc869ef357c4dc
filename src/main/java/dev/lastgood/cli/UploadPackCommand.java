// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.sync.port.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Serves the record to a `git fetch` at the other end of a pipe.
@Command(
    name = "upload-pack",
    description = "Serve the record to a git fetch, over stdin and stdout.",
    footer = {
      "",
      "Example: on another machine, read-only, without a shell on the data",
      "  git -c protocol.ext.allow=always fetch \\",
      "    ext::'ssh host lastgood upload-pack ledger' 'refs/heads/*:refs/remotes/host/*'"
    })
final class UploadPackCommand implements Verb {
  @Parameters(
      paramLabel = "ledger",
      description = "Which repository: the ledger is the only one that is served.")
  private String repository = "";

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (!repository.equals("ledger")) {
      throw new UsageError(
          "", "'" + repository + "' is not served.", "lastgood upload-pack ledger");
    }
    Environment.Streams streams = session.environment().streams();
    Archive archive = session.equipment().archive();
    return Subject.LEDGER.ask(() -> {
      archive.serve(streams.in(), streams.raw());
      return ExitCode.OK;
    });
  }
}
