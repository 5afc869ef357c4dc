// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.PassResult;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Sync;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.log.Priority;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.report.OutcomeReport;
import dev.lastgood.sync.PassRequest;
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
      description = "Try what is in quarantine, replace a hand edit, wait for no service.")
  private boolean retry;

  /// For picocli, which fills in the rest.
  SyncCommand() {}

  /// One that is ready to run.
  SyncCommand(List<String> targets, Set<PassRequest.Option> options) {
    this.targets = List.copyOf(targets);
    this.boot = options.contains(PassRequest.Option.BOOT);
    this.dryRun = options.contains(PassRequest.Option.DRY_RUN);
    this.retry = options.contains(PassRequest.Option.RETRY);
  }

  List<String> targets() {
    return targets;
  }

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (boot) {
      session.boot();
    }
    List<Target> chosen = session.selection().targets(targets);
    Sync sync = new Sync(session.exclusiveWork(), session.afterPasses());
    PassRequest request = session.request(boot ? Trigger.BOOT : session.trigger(), options());
    try {
      return ExitCode.worst(sync.run(chosen, request, result -> tell(session, sync, result)));
    } catch (RequestFailed e) {
      if (!boot) {
        throw e;
      }
      // Another pass, or no state directory: neither keeps a service from starting on what it has.
      session.console().complain(e);
      return chosen.stream().allMatch(sync::hasUsableFile) ? ExitCode.OK : ExitCode.of(e);
    }
  }

  private ExitCode tell(Session session, Sync sync, PassResult result) {
    return switch (result) {
      case PassResult.Done done -> tell(session, done, code(sync, done));
      case PassResult.Stopped(Target target, String signal) -> {
        session.console().complain("target " + target.name(), signal + ".", "");
        yield ExitCode.INTERRUPTED;
      }
      case PassResult.Broken(Target target, Throwable bug) -> {
        new Errors(session.console()).bug("target " + target.name(), bug);
        yield boot ? ExitCode.atBoot(sync.hasUsableFile(target)) : ExitCode.BUG;
      }
    };
  }

  private ExitCode code(Sync sync, PassResult.Done done) {
    return boot ? ExitCode.atBoot(sync.hasUsableFile(done.target())) : ExitCode.of(done.end());
  }

  /// Says what a pass came to: as data, and what went wrong as talk.
  static ExitCode tell(Session session, PassResult.Done done, ExitCode code) {
    session.answer(
        () -> OutcomeReport.json(done, code.code()), () -> List.of(OutcomeReport.line(done)));
    Priority priority = code == ExitCode.OK ? Priority.WARNING : Priority.ERROR;
    done.outcome()
        .failures()
        .forEach(failure -> session.console().complain(priority, done.target(), failure));
    done.end()
        .pushed()
        .failure()
        .filter(failure -> !done.outcome().failures().contains(failure))
        .ifPresent(failure -> session.console().complain(priority, done.target(), failure));
    return code;
  }

  Set<PassRequest.Option> options() {
    Set<PassRequest.Option> options = EnumSet.noneOf(PassRequest.Option.class);
    if (boot) {
      options.add(PassRequest.Option.BOOT);
    }
    if (dryRun) {
      options.add(PassRequest.Option.DRY_RUN);
    }
    if (retry) {
      options.add(PassRequest.Option.RETRY);
    }
    return options;
  }
}
