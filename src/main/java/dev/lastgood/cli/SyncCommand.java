// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.report.OutcomeReport;
import dev.lastgood.sync.CriticalSection;
import dev.lastgood.sync.Order;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.StepFailed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One pass over each target.
@Command(
    name = "sync",
    description = "Make one pass: look, check, swap, restart, prove, or roll back.",
    footer = {
      "",
      "Example: what a timer runs, and trying a refused file again",
      "  lastgood sync",
      "  lastgood sync powersync --retry"
    })
final class SyncCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Which targets; all of them when left out.")
  private List<String> targets = List.of();

  @Option(
      names = "--boot",
      description = "Succeed whenever there is a file to start on, however the source is.")
  private boolean boot;

  @Option(
      names = "--dry-run",
      description = "Do everything up to the swap, then stop; record nothing.")
  private boolean dryRun;

  @Option(
      names = "--retry",
      description = "Try content that is in quarantine, and replace a hand edit.")
  private boolean retry;

  /// For picocli, which fills in the rest.
  SyncCommand() {}

  /// One that is ready to run.
  SyncCommand(List<String> targets, Set<Order.Wish> wishes) {
    this.targets = List.copyOf(targets);
    this.boot = wishes.contains(Order.Wish.BOOT);
    this.dryRun = wishes.contains(Order.Wish.DRY_RUN);
    this.retry = wishes.contains(Order.Wish.RETRY);
  }

  /// What was named.
  List<String> targets() {
    return targets;
  }

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    List<Target> chosen = session.selection().targets(targets);
    Equipment equipment = session.equipment();
    Order order = session.order(boot ? Trigger.BOOT : session.trigger(), wishes());
    try {
      return session.exclusiveWork().run(() -> passes(session, equipment, chosen, order));
    } catch (RequestFailed e) {
      if (!boot) {
        throw e;
      }
      // Another pass, or no state directory: neither keeps a service from starting on what it has.
      session.console().complain(e);
      return chosen.stream().allMatch(target -> isUsable(equipment, target))
          ? ExitCode.OK
          : ExitCode.of(e);
    }
  }

  private ExitCode passes(Session session, Equipment equipment, List<Target> chosen, Order order) {
    List<ExitCode> codes = new ArrayList<>();
    for (Target target : chosen) {
      try {
        codes.add(pass(session, equipment, target, order));
      } catch (CriticalSection.Stopped e) {
        session.console().complain("target " + target.name(), e.getMessage() + ".", "");
        codes.add(ExitCode.INTERRUPTED);
        return ExitCode.worst(codes);
      } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
        // A bug that one target meets is no reason to leave the others where they are.
        new Errors(session.console()).bug("target " + target.name(), e);
        codes.add(boot ? ExitCode.atBoot(isUsable(equipment, target)) : ExitCode.BUG);
      }
    }
    return ExitCode.worst(codes);
  }

  private ExitCode pass(Session session, Equipment equipment, Target target, Order order) {
    OutcomeReport report = new OutcomeReport(session, order);
    Outcome outcome = equipment.deployer().pass(target, order);
    ExitCode code = boot ? ExitCode.atBoot(isUsable(equipment, target)) : ExitCode.of(outcome);
    report.tell(target, outcome, code);
    return code;
  }

  /// Whether there is a file to start on. The file itself decides: the record may be what failed.
  private static boolean isUsable(Equipment equipment, Target target) {
    try {
      return equipment.ports().destination().look(target.place()).isPresent();
    } catch (StepFailed _) {
      return false;
    }
  }

  /// What was asked for beyond a pass.
  Set<Order.Wish> wishes() {
    Set<Order.Wish> wishes = EnumSet.noneOf(Order.Wish.class);
    if (boot) {
      wishes.add(Order.Wish.BOOT);
    }
    if (dryRun) {
      wishes.add(Order.Wish.DRY_RUN);
    }
    if (retry) {
      wishes.add(Order.Wish.RETRY);
    }
    return wishes;
  }
}
