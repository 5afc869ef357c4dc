// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.deploy.Ledger;
import dev.lastgood.deploy.Order;
import dev.lastgood.deploy.Outcome;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Back to earlier content.
@Command(
    name = "rollback",
    description = "Go back to earlier content, proven like any deployment.",
    footer = {
      "",
      "What was live is quarantined: the next pass does not bring it again, newer content it does.",
      "Needs neither the network nor the mirror.",
      "",
      "Example: the previous content, and that of an entry in the log",
      "  lastgood rollback powersync --reason 'clients lose their lists'",
      "  lastgood rollback powersync --to 5d0c1a2b3c --reason 'as it was on Friday'"
    })
final class RollbackCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; may be left out when there is only one.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "ENTRY",
      description = "To what was live after this entry; else to the previous good content.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the record.")
  private String reason = "";

  @Override
  public ExitCode run(Session session) throws Declined, ConfigRejected {
    Target chosen = session.selection().target(target);
    Equipment equipment = session.equipment();
    Order order = session.order(Trigger.MANUAL, Set.of());
    return Alone.in(session)
        .run(() -> {
          Entry entry = entry(equipment, chosen);
          Outcome outcome = equipment.deployer().rollBack(chosen, entry, reason, order);
          ExitCode code = ExitCode.of(outcome);
          new OutcomeReport(session).tell(chosen, outcome, code);
          return code;
        });
  }

  private Entry entry(Equipment equipment, Target chosen) throws Declined {
    if (to.isPresent()) {
      String entry = to.get();
      return About.target(chosen, () -> equipment.archive().find(chosen.name(), entry));
    }
    Ledger ledger = equipment.ports().memory().ledger();
    return About.target(chosen, () -> previous(ledger, chosen))
        .orElseThrow(() ->
            new Declined(
                ExitCode.OPERATOR,
                "target " + chosen.name(),
                "the record has no earlier content that was good.",
                "lastgood log " + chosen.name()));
  }

  /// The newest entry after which other content than now was live, and good.
  private static Optional<Entry> previous(Ledger ledger, Target chosen) throws StepFailed {
    Live now = ledger.history(chosen.name()).live();
    return ledger.newest(chosen.name(), entry -> isGoodAndOther(entry, now));
  }

  private static boolean isGoodAndOther(Entry entry, Live now) {
    Optional<BlobId> then = entry.attempt().movement().after().content();
    return then.isPresent()
        && !then.equals(now.content())
        && entry.attempt().evidence().proof().standing().isGood();
  }
}
