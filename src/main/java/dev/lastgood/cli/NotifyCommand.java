// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.json.Json;
import dev.lastgood.notify.Attempt;
import dev.lastgood.notify.FailedUnit;
import dev.lastgood.notify.Notifications;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells who is configured to be told.
@Command(
    name = "notify",
    description = "Tell those under notify: in the configuration what they do not know yet.",
    footer = {
      "",
      "Each pass does it, too. With --unit it also tells that a unit has failed, unless the state",
      "of a target says why: lastgood-notify@.service does that for OnFailure=.",
      "",
      "Exit code 0 when every message arrived, 3 when one did not or nobody is to be told.",
      "",
      "Example: whether messages arrive",
      "  lastgood notify --test"
    })
final class NotifyCommand implements Verb {
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,255}");

  @Option(names = "--test", description = "Send everybody a message that says that it is a test.")
  private boolean test;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "Tell that this unit has failed, as systemd's environment says how.")
  private Optional<String> unit = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, ConfigRejected {
    if (test && unit.isPresent()) {
      throw new UsageError("", "--test and --unit are two things.", "give one of them");
    }
    if (!unit.map(name -> UNIT.matcher(name).matches()).orElse(true)) {
      throw new UsageError(
          "",
          "--unit is no name of a unit.",
          "for example: lastgood notify --unit lastgood.service");
    }
    try {
      Config config = session.config();
      if (config.operation().notifiers().isEmpty()) {
        return nobody(session);
      }
      Notifications notifications =
          Wiring.notifications(
              new ConfigReader.Notifying(config.stateDirectory(), config.operation().notifiers()),
              config.ledger().host(),
              session.environment());
      return said(session, attempts(session, notifications));
    } catch (ConfigRejected e) {
      return rejected(session, e);
    }
  }

  private List<Attempt> attempts(Session session, Notifications notifications)
      throws ConfigRejected {
    if (test) {
      return notifications.test();
    }
    AfterPasses passes = Wiring.observation(session.config(), session.equipment());
    Map<String, String> variables = session.environment().variables();
    return unit.map(name -> failed(name, Optional.empty(), variables))
        .map(failed -> notifications.unitFailed(failed, passes::now))
        .orElseGet(() -> notifications.told(passes::now));
  }

  /// That the configuration is wrong is told as well, as far as it says to whom.
  private ExitCode rejected(Session session, ConfigRejected wrong) throws ConfigRejected {
    if (unit.isEmpty()) {
      throw wrong;
    }
    ConfigReader.Notifying known = session.notifying();
    if (known.notifiers().isEmpty()) {
      throw wrong;
    }
    String why =
        wrong.problems().stream()
            .map(problem -> problem.where() + ": " + problem.message())
            .collect(Collectors.joining("; "));
    Notifications notifications =
        Wiring.notifications(known, Optional.empty(), session.environment());
    Map<String, String> variables = session.environment().variables();
    return said(session, notifications.unitFailed(failed(unit.get(), Optional.of(why), variables)));
  }

  private static ExitCode nobody(Session session) {
    session
        .console()
        .complain("", "nobody is to be told.", "name somebody under notify: in the configuration");
    return ExitCode.OPERATOR;
  }

  /// What systemd tells a unit that `OnFailure=` starts.
  private static FailedUnit failed(
      String name, Optional<String> why, Map<String, String> variables) {
    String result = variables.getOrDefault("MONITOR_SERVICE_RESULT", "");
    String status = variables.getOrDefault("MONITOR_EXIT_STATUS", "");
    FailedUnit.End end =
        result.isEmpty()
            ? new FailedUnit.End.Unknown()
            : result.equals("exit-code") && status.matches("[0-9]{1,3}")
                ? exited(Integer.parseInt(status))
                : new FailedUnit.End.Ended(result, status);
    // A name without its kind is a service's, as systemctl takes it.
    return new FailedUnit(name.contains(".") ? name : name + ".service", end, why);
  }

  private static FailedUnit.End exited(int status) {
    return new FailedUnit.End.Exited(status, ExitCode.meaning(status));
  }

  private static ExitCode said(Session session, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      session.answer(() -> json(attempt), () -> List.of(line(attempt)));
    }
    return attempts.stream().allMatch(attempt -> attempt.failure().isEmpty())
        ? ExitCode.OK
        : ExitCode.OPERATOR;
  }

  private static Json json(Attempt attempt) {
    return Json.object()
        .put("notifier", attempt.recipient())
        .put("subject", attempt.subject())
        .put("arrived", attempt.failure().isEmpty())
        .put("error", attempt.failure());
  }

  private static Line line(Attempt attempt) {
    Tone tone = attempt.failure().isEmpty() ? Tone.GOOD : Tone.BAD;
    return Line.of(tone, tone.mark() + " ")
        .add(attempt.recipient())
        .add(": " + attempt.subject() + attempt.failure().map(why -> ": " + why).orElse(" told"));
  }
}
