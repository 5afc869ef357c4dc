// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Archive;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Whose entries a question is about, on this host or in a copy of a record.
final class ChainsArgument {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = {
        "Which target; all of them when left out.",
        "With --ledger it may be HOST/TARGET, as the branch is called."
      })
  private Optional<String> name = Optional.empty();

  @Mixin private LedgerOption ledger = new LedgerOption();

  boolean areOfACopy() {
    return ledger.isGiven();
  }

  /// The option as it was given, with a space before it; empty when it was not.
  String option() {
    return ledger.option();
  }

  /// The same as configured targets of this host.
  List<Target> targets(Session session) throws UsageError, ConfigRejected {
    return session.selection().targets(name.stream().toList());
  }

  ExitCode with(Session session, LedgerOption.Work work)
      throws UsageError, RequestFailed, ConfigRejected {
    if (areOfACopy()) {
      return ledger.open(session, name, work);
    }
    Archive archive = session.equipment().archive();
    return work.on(targets(session).stream().map(target -> archive.chain(target.name())).toList());
  }
}
