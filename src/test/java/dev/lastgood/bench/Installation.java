// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A configuration of lastgood with one target, its state and its destination: nothing to activate
/// and nothing to probe, but the content is checked.
///
/// @param directory of its own
record Installation(Path directory) {
  static final String TARGET = "rules";

  /// Writes the configuration.
  Installation configured(CountedServer.Link link, String repository) throws IOException {
    Files.createDirectories(directory.resolve("live"));
    Files.createDirectories(directory.resolve("state"));
    String ca = link.authority().map(file -> "tls: {ca-file: \"" + file + "\"}").orElse("");
    Files.writeString(
        config(),
        """
        state: "%1$s/state"
        allow-volatile-state: true
        sources:
          app:
            url: %2$s%3$s
            branch: master
            timeout: 2m
            %4$s
        targets:
          rules:
            source: app
            path: %5$s
            destination: "%1$s/live/rules.yaml"
            check:
              - yaml: {require-any: [bucket_definitions]}
            activate: none
        """
            .formatted(directory, link.base(), repository, ca, RulesFile.PATH));
    return this;
  }

  Path config() {
    return directory.resolve("lastgood.yaml");
  }

  Path ledger() {
    return directory.resolve("state/ledger.git");
  }

  Path mirror() {
    return directory.resolve("state/mirror");
  }

  /// Forgets everything, as a new host.
  void wipe() {
    Tool.run(directory, "rm", "-rf", "state", "live/rules.yaml", "live/rules.yaml.prev");
    Tool.run(directory, "mkdir", "state");
  }

  /// The commit that is live by the ledger, as stock git reads it; empty before the first one.
  String deployed() {
    return Files.exists(ledger().resolve("refs/heads/" + TARGET))
        ? Tool.git(
            ledger(), "show", "-s", "--format=%(trailers:key=Source-Commit,valueonly)", TARGET)
        : "";
  }

  /// How many commits the newest entry names as those that made the change.
  int attributed() {
    JsonElement commits =
        JsonParser.parseString(Tool.git(ledger(), "show", TARGET + ":record.json"))
            .getAsJsonObject()
            .get("commits");
    return commits.isJsonArray() ? commits.getAsJsonArray().size() : 0;
  }

  /// @throws AssertionError when it is not the upstream's newest version that is live
  void requireLive(PushedRepository upstream) throws IOException {
    if (!deployed().equals(upstream.tip())) {
      throw new AssertionError("live is " + deployed() + ", pushed was " + upstream.tip());
    }
    byte[] live = Files.readAllBytes(directory.resolve("live/rules.yaml"));
    if (!Arrays.equals(live, upstream.rules())) {
      throw new AssertionError("the destination does not hold what was pushed");
    }
  }
}
