// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import com.google.gson.JsonObject;
import dev.lastgood.app.FileCheck;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.sync.Checks;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// A target's checks on a local file: before the merge, not after.
@Command(
    name = "check",
    description = "Make a target's checks on a local file, for a pre-merge CI job.",
    footer = {
      "",
      "Needs the configuration and nothing else: no state, no network, no service.",
      "Exit code 0 when every check passes, 5 when one refuses, 3 when one can't be made.",
      "",
      "Example: in the CI of the repository that holds the file",
      "  lastgood --config ci/lastgood.yaml check powersync powersync/sync-rules.yaml"
    })
final class CheckCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET FILE",
      arity = "1..2",
      description =
          "Whose checks on which file, - for standard input; TARGET may be left out when there is"
              + " only one.")
  private List<String> arguments = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Optional<String> named =
        arguments.size() > 1 ? Optional.of(arguments.getFirst()) : Optional.empty();
    Target target = session.selection().target(named);
    Path file = Path.of(arguments.getLast()).toAbsolutePath().normalize();
    boolean piped = arguments.getLast().equals("-");
    Content content = piped ? piped(session, target) : read(target, file);
    Path name = piped ? target.place().path().getFileName() : file.getFileName();
    Checks checks = session.equipment().ports().checks();
    Checks.Report report =
        Subject.of(target).ask(() -> FileCheck.of(checks).on(target, name, content));
    if (session.json()) {
      session.console().print(json(target, piped ? Path.of("-") : file, report));
    } else {
      report.verdicts().forEach(verdict -> tell(session.console(), verdict));
      report.changes().forEach(change -> session.console().print(Line.of("  " + change)));
    }
    return exitCode(report);
  }

  private static Content piped(Session session, Target target) throws RequestFailed {
    try {
      return Content.of(session.surroundings().streams().in().readNBytes(most(target)));
    } catch (IOException e) {
      throw unreadable(target, "standard input", e, "pipe the file's content into it");
    }
  }

  private static Content read(Target target, Path file) throws RequestFailed {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw unreadable(
          target,
          file.toString(),
          new IOException("it is a pipe, a device or a socket, not a regular file"),
          "pipe its content into: lastgood check " + target.name() + " -");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Content.of(in.readNBytes(most(target)));
    } catch (IOException e) {
      throw unreadable(
          target, file.toString(), e, "name a file that exists, and that this user may read");
    }
  }

  /// One byte more than is allowed is enough to be refused for its size.
  private static int most(Target target) {
    return (int) Math.min(Integer.MAX_VALUE - 16L, target.gate().maxSize() + 1);
  }

  private static RequestFailed unreadable(Target target, String what, IOException e, String hint) {
    return Subject.of(target)
        .failed(Failure.operator(Step.CHECK, what + " can't be read: " + IoReason.of(e), hint));
  }

  private static void tell(Console console, Verdict verdict) {
    console.print(EntryText.verdict(verdict));
    if (verdict.result() != Verdict.Result.PASSED && !verdict.hint().isEmpty()) {
      console.print(Line.of("  Hint: " + verdict.hint()));
    }
  }

  private static ExitCode exitCode(Checks.Report report) {
    Verdict.Result worst =
        report.verdicts().stream()
            .map(Verdict::result)
            .filter(result -> result != Verdict.Result.PASSED)
            .findFirst()
            .orElse(Verdict.Result.PASSED);
    return switch (worst) {
      case PASSED -> ExitCode.OK;
      case REFUSED -> ExitCode.REFUSED;
      case UNAVAILABLE -> ExitCode.OPERATOR;
    };
  }

  private static JsonObject json(Target target, Path file, Checks.Report report) {
    JsonObject json = new JsonObject();
    json.addProperty("target", target.name().value());
    json.addProperty("file", file.toString());
    json.addProperty("ok", exitCode(report) == ExitCode.OK);
    json.add("checks", Jsons.array(report.verdicts(), Jsons::verdict));
    json.add("changes", Jsons.array(report.changes(), com.google.gson.JsonPrimitive::new));
    return json;
  }
}
