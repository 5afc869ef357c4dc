// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import com.google.gson.JsonObject;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The configuration alone, without network and without state.
@Command(
    name = "check-config",
    description = "Check the configuration alone, without network.",
    footer = {
      "",
      "Exit code 0 when it is fine, 3 when it is not; every problem is named, on stderr.",
      "",
      "Example: before a host is built",
      "  lastgood check-config ./lastgood.yaml"
    })
final class CheckConfigCommand implements Verb {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Which file; the configured one when left out.")
  private Optional<Path> file = Optional.empty();

  @Override
  public ExitCode run(Session session) throws ConfigRejected {
    Path chosen = file.orElse(session.configFile());
    if (session.json()) {
      return json(session, chosen);
    }
    Config config = session.read(chosen);
    session
        .console()
        .print(
            Line.of(Tone.STRONG, chosen + ": ")
                .add(Tone.GOOD, "ok")
                .add(", " + count(config.sources(), "source") + ", ")
                .add(count(config.targets(), "target")));
    return ExitCode.OK;
  }

  private static ExitCode json(Session session, Path file) {
    List<ConfigRejected.Problem> problems = List.of();
    try {
      session.read(file);
    } catch (ConfigRejected e) {
      problems = e.problems();
    }
    JsonObject json = new JsonObject();
    json.addProperty("file", file.toString());
    json.addProperty("ok", problems.isEmpty());
    json.add("problems", Jsons.array(problems, CheckConfigCommand::problem));
    session.console().print(json);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.OPERATOR;
  }

  private static JsonObject problem(ConfigRejected.Problem problem) {
    JsonObject json = new JsonObject();
    json.addProperty("where", problem.where());
    json.addProperty("message", problem.message());
    json.addProperty("hint", problem.hint());
    return json;
  }

  private static String count(List<?> things, String noun) {
    return things.size() + " " + noun + (things.size() == 1 ? "" : "s");
  }
}
