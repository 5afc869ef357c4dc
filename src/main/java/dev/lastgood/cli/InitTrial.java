// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.SourceTrial;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.config.FirstConfiguration;
import dev.lastgood.config.SharedDirectories;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.report.ConfigReport;
import dev.lastgood.report.Line;
import dev.lastgood.report.TrialReport;
import dev.lastgood.text.Harmless;
import dev.lastgood.text.IoReason;
import dev.lastgood.text.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tries a configuration in a directory of its own, and writes it when what it asks for was had.
///
/// @param file where it goes
/// @param draft the configuration, as far as its branch is known
record InitTrial(Session session, Path file, Draft draft) {
  private static final int TITLE_WIDTH = 118;

  /// A configuration of what was asked for and found.
  interface Draft {
    FirstConfiguration of(String title, Optional<Branch> found);
  }

  ExitCode run() throws RequestFailed, ConfigRejected {
    try {
      Path scratch = Files.createTempDirectory("lastgood-init-");
      try {
        return runIn(scratch);
      } finally {
        remove(scratch);
      }
    } catch (IOException e) {
      throw new RequestFailed("", unwritten(e));
    }
  }

  private ExitCode runIn(Path scratch) throws IOException, RequestFailed, ConfigRejected {
    Config asked = read(scratch, draft.of("", Optional.empty()));
    Config tried = asked.keptIn(Files.createDirectory(scratch.resolve("state")));
    SourceTrial trial;
    try {
      trial =
          SourceTrial.of(
              session.environment().wiring().apply(tried).ports().mirror(),
              tried.targets().getFirst());
    } catch (RequestFailed e) {
      Failure failure = e.failure();
      throw new RequestFailed(
          e.context(),
          new Failure(
              failure.step(),
              failure.remedy(),
              failure.message() + "; nothing was written",
              AccessOptions.asOptions(failure.hint())));
    }
    FirstConfiguration whole = draft.of(title(trial), Optional.of(trial.found().tip().branch()));
    Config config = read(scratch, whole);
    Files.writeString(file, whole.text(), StandardOpenOption.CREATE_NEW);
    ConfigReport.warnings(SharedDirectories.in(config)).forEach(session.console()::say);
    session.console().print(TrialReport.lines(file, trial));
    next().forEach(line -> session.console().print(Line.of(line)));
    return ExitCode.OK;
  }

  private static String title(SourceTrial trial) {
    return Harmless.line(
        "Written by lastgood init, which has read %s (%s) of %s at %s."
            .formatted(
                trial.found().path(),
                Sizes.of(trial.content().size()),
                trial.found().tip().branch(),
                trial.found().tip().commit().abbreviated()),
        TITLE_WIDTH);
  }

  private Config read(Path scratch, FirstConfiguration written) throws IOException, ConfigRejected {
    Path place = scratch.resolve("lastgood.yaml");
    Files.writeString(place, written.text());
    try {
      return session.read(place);
    } catch (ConfigRejected e) {
      throw new ConfigRejected(e.problems().stream().map(one -> notWritten(one, place)).toList());
    }
  }

  /// The lines are those of a file that nobody has.
  private ConfigRejected.Problem notWritten(ConfigRejected.Problem problem, Path place) {
    return new ConfigRejected.Problem(
        problem.where().replace(place.toString(), file + ", not written"),
        problem.message(),
        AccessOptions.asOptions(problem.hint()));
  }

  private List<String> next() {
    String lastgood = file.equals(Session.USUAL_CONFIG) ? "lastgood" : "lastgood --config " + file;
    return List.of(
        "Next: read its comments, put in a check and a probe where it has none, make the"
            + " directories, and then",
        "  lastgood check-config " + file,
        "  " + lastgood + " doctor",
        "  " + lastgood + " sync --dry-run",
        "  " + lastgood + " sync");
  }

  private Failure unwritten(IOException e) {
    return Failure.operator(
        Step.STAGE,
        file + " can't be written: " + IoReason.of(e),
        "run it as a user who may, or write another file: -o FILE");
  }

  private static void remove(Path scratch) throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
