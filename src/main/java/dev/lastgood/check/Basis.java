// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Gate;
import dev.lastgood.model.RulesParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What verdicts rest on besides the content: the configuration, the schemas, the programs with the
/// files that they are given, and this program. What a program reads by itself is not seen. Nor is
/// what a service's word rests on, or what is in a container: after a while these are asked again.
///
/// Nothing is read for it but the files' attributes.
final class Basis {
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(15);

  private final List<String> parts = new ArrayList<>();
  private final Map<String, String> environment;
  private final long now;

  private Basis(Map<String, String> environment, Instant now) {
    this.environment = environment;
    this.now = now.toEpochMilli();
  }

  /// A text that differs when something of a gate does.
  ///
  /// @param environment where `PATH` is
  static String of(Gate gate, Map<String, String> environment, Instant now) {
    Basis basis = new Basis(environment, now);
    basis.parts.add(gate.text());
    basis.self();
    for (CheckSpec spec : gate.checks()) {
      switch (spec) {
        case CheckSpec.JsonSchema(Path schema, _) -> basis.file(schema);
        case CheckSpec.Command command -> basis.command(command.argv());
        case CheckSpec.PowerSyncRules(_, Optional<RulesParser> parser) ->
            parser.ifPresent(basis::parser);
        case CheckSpec.Yaml _ -> {} // it is in this program
        case CheckSpec.Http _ -> basis.time();
      }
    }
    return String.join("\n", basis.parts);
  }

  private void time() {
    parts.add("asked at " + (now - now % ASKED_AGAIN.toMillis()));
  }

  private void command(List<String> argv) {
    for (String argument : argv) {
      path(argument).ifPresent(this::file);
    }
    String program = argv.getFirst();
    if (!program.contains("/")) {
      Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(":")))
          .flatMap(directory -> path(directory + "/" + program).stream())
          .filter(Files::isExecutable)
          .findFirst()
          .ifPresent(this::file);
    }
  }

  /// Of one that npm installed. To look into a container takes an engine, at each tick: an image
  /// that was upgraded is asked within a while.
  private void parser(RulesParser parser) {
    switch (parser.where()) {
      case RulesParser.Directory(Path directory, String node) -> {
        file(directory.resolve("package.json"));
        file(directory.resolve("node_modules/@powersync/service-sync-rules/package.json"));
        command(List.of(node));
      }
      case RulesParser.Container _, RulesParser.Image _ -> time();
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// The file that a name leads to now.
  private void file(Path named) {
    try {
      Path file = named.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        parts.add(
            "%s %s %s %s"
                .formatted(
                    file,
                    attributes.fileKey(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
      }
    } catch (IOException e) {
      parts.add(named + " is not there"); // or is no file at all, but a word to the program
    }
  }

  /// A class started from the start-up cache knows the path that its jar had when that was made.
  private void self() {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path(entry).ifPresent(this::file);
    }
  }
}
