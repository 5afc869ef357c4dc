// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.sync.port.Archive;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Serves the record to a `git fetch` at the other end of a pipe.
@Command(
    name = "upload-pack",
    description = "Serve the record to a git fetch, over stdin and stdout.",
    footer = {
      "",
      "Git starts it at the other end of ssh, or through kubectl exec where protocol.ext.allow"
          + " lets",
      "it. An ssh key that may do this and nothing else, in authorized_keys:",
      "  restrict,command=\"lastgood upload-pack ledger\" ssh-ed25519 AAAA...",
      "",
      "Example: a copy of two hosts' records, read-only, without a shell on the data",
      "  git init -q --bare record.git && cd record.git",
      "  git remote add web-arm web-arm:ledger",
      "  git config remote.web-arm.uploadpack 'lastgood upload-pack'",
      "  git fetch -q web-arm",
      "  git remote add pod 'ext::kubectl exec -i pod -c lastgood -- lastgood upload-pack ledger'",
      "  git -c protocol.ext.allow=user fetch -q pod",
      "  lastgood show-deployed-commit web-arm/powersync --ledger . --at 2h"
    })
final class UploadPackCommand implements Verb {
  @Parameters(
      paramLabel = "ledger",
      description = "Which repository: the ledger is the only one that is served.")
  private String repository = "";

  /// As Git hands it on from an address like `host:ledger`, or from a url.
  private static final Set<String> SERVED = Set.of("ledger", "/ledger");

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (!SERVED.contains(repository)) {
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
