// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is said of a configuration.
public final class ConfigReport {
  private ConfigReport() {}

  /// One that is fine, for people.
  public static Line line(Path file, Config config) {
    return Line.of(Tone.STRONG, file + ": ")
        .add(Tone.GOOD, "ok")
        .add(", " + count(config.sources(), "source") + ", ")
        .add(count(config.targets(), "target"));
  }

  /// One as it is read.
  public static List<Line> text(String yaml) {
    return yaml.lines().map(Line::of).toList();
  }

  private static String count(List<?> things, String noun) {
    return things.size() + " " + noun + (things.size() == 1 ? "" : "s");
  }

  /// Every problem, for people, in the form that editors jump to.
  public static List<Line> lines(List<ConfigRejected.Problem> problems) {
    return lines(problems, Tone.BAD);
  }

  /// What is fine for the program, and not for the host.
  public static List<Line> warnings(List<ConfigRejected.Problem> problems) {
    return lines(problems, Tone.WARN);
  }

  private static List<Line> lines(List<ConfigRejected.Problem> problems, Tone tone) {
    List<Line> lines = new ArrayList<>();
    for (ConfigRejected.Problem problem : problems) {
      lines.add(Line.of(Tone.STRONG, problem.where() + ": ").add(tone, problem.message()));
      if (!problem.hint().isEmpty()) {
        lines.add(Line.of("  Hint: " + problem.hint()));
      }
    }
    return lines;
  }

  public static Json json(Path file, List<ConfigRejected.Problem> problems) {
    return Json.object()
        .put("file", file)
        .put("ok", problems.isEmpty())
        .putAll("problems", problems, ConfigReport::json);
  }

  private static Json json(ConfigRejected.Problem problem) {
    return Json.object()
        .put("where", problem.where())
        .put("message", problem.message())
        .put("hint", problem.hint());
  }
}
