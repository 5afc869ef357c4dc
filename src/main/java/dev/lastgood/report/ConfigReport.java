// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonObject;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
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

  private static String count(List<?> things, String noun) {
    return things.size() + " " + noun + (things.size() == 1 ? "" : "s");
  }

  /// Every problem, for people, in the form that editors jump to.
  public static List<Line> lines(List<ConfigRejected.Problem> problems) {
    List<Line> lines = new ArrayList<>();
    for (ConfigRejected.Problem problem : problems) {
      lines.add(Line.of(Tone.STRONG, problem.where() + ": ").add(Tone.BAD, problem.message()));
      if (!problem.hint().isEmpty()) {
        lines.add(Line.of("  Hint: " + problem.hint()));
      }
    }
    return lines;
  }

  /// For programs.
  public static JsonObject json(Path file, List<ConfigRejected.Problem> problems) {
    JsonObject json = new JsonObject();
    json.addProperty("file", file.toString());
    json.addProperty("ok", problems.isEmpty());
    json.add("problems", Jsons.array(problems, ConfigReport::json));
    return json;
  }

  private static JsonObject json(ConfigRejected.Problem problem) {
    JsonObject json = new JsonObject();
    json.addProperty("where", problem.where());
    json.addProperty("message", problem.message());
    json.addProperty("hint", problem.hint());
    return json;
  }
}
