// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What ships for Prometheus and Grafana.
public final class Monitoring {
  public static final Path DIRECTORY = Path.of("src/main/dist/monitoring");

  private Monitoring() {}

  /// Every query of the dashboard, as it is when everything is chosen.
  public static List<String> queries() throws IOException {
    JsonElement dashboard =
        JsonParser.parseString(Files.readString(DIRECTORY.resolve("grafana-dashboard.json")));
    List<String> queries = new ArrayList<>();
    collect(dashboard, queries);
    return queries.stream()
        .map(query -> query.replace("$instance", ".*").replace("$target", ".*"))
        .toList();
  }

  private static void collect(JsonElement element, List<String> queries) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(each -> collect(each, queries));
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .asMap()
          .forEach((name, value) -> {
            if (name.equals("expr")) {
              queries.add(value.getAsString());
            } else {
              collect(value, queries);
            }
          });
    }
  }
}
