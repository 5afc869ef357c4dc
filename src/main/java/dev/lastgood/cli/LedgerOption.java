// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.RecordCopy;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Another record than this host's own: then neither a host nor a configuration is needed.
final class LedgerOption {
  @Option(
      names = "--ledger",
      paramLabel = "DIR|URL",
      description = "A copy of a record: a ledger, a state directory, a clone, or an https URL.")
  private Optional<String> place = Optional.empty();

  boolean isGiven() {
    return place.isPresent();
  }

  /// Where it is; empty when it is this host's own.
  Optional<String> place() {
    return place;
  }

  /// As it was given, with a space before it; empty when it was not.
  String option() {
    return place.map(where -> " --ledger " + where).orElse("");
  }

  /// What is done with the chains of a copy.
  interface Work {
    ExitCode on(List<Chain> chains) throws UsageError, RequestFailed, ConfigRejected;
  }

  /// Opens the copy for as long as the work takes.
  ///
  /// @param target which chains; all of them when none is named
  ExitCode open(Session session, Optional<String> target, Work work)
      throws UsageError, RequestFailed, ConfigRejected {
    return open(session, target.stream().toList(), work);
  }

  /// The same for several targets.
  ExitCode open(Session session, List<String> targets, Work work)
      throws UsageError, RequestFailed, ConfigRejected {
    String where = place.orElseThrow();
    try (RecordCopy copy = Subject.LEDGER.ask(() -> Wiring.copy(where, session.environment()))) {
      List<Chain> chains = Subject.LEDGER.ask(copy::chains);
      return work.on(new CopySelection(where, chains).chains(targets));
    }
  }
}
