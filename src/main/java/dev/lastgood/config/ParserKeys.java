// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.RulesParser.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys of PowerSync's own parser.
final class ParserKeys {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@-]*");

  private static final Duration DEFAULT = Duration.ofSeconds(30);

  private static final Key<String> CONTAINER =
      Key.choice(
          "container",
          new Scalar<>(Syntax.TEXT, List.of(), name -> matching(NAME, name, "a container")),
          "The running container of this name.");
  private static final Key<String> IMAGE =
      Key.choice(
          "image",
          new Scalar<>(Syntax.TEXT, List.of(), name -> matching(REFERENCE, name, "an image")),
          "An image that is on this host; it is never pulled, and gets no network.");
  private static final Key<Path> DIRECTORY =
      Key.choice(
          "directory",
          Scalars.PATH,
          "Where npm installed `@powersync/service-sync-rules`: that directory, or the one with its"
              + " `node_modules`.");
  private static final Key<Path> NODE =
      Key.optional(
              "node", Scalars.PATH, "`node` from the PATH", "The Node that runs it, 21 or newer.")
          .with(DIRECTORY);
  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout",
          Scalars.DURATION,
          DEFAULT.toSeconds() + "s",
          "How long it may take; after that it could not judge, which is tried again.");

  static final Either<RulesParser> SHAPE =
      new Either<>(
          new Scalar<>(
              Syntax.TEXT,
              List.of("container"),
              _ -> new RulesParser(new RulesParser.Container(Optional.empty()), DEFAULT)),
          new Section<>(
              "Where PowerSync's own parser is. `container`: in the running container that the"
                  + " unit's name tells of (`podman-powersync.service`), or that mounts the"
                  + " destination; with `systemd.requests` the host asks it.",
              List.of(CONTAINER, IMAGE, DIRECTORY, NODE, TIMEOUT),
              Choice.exactlyOne(CONTAINER, IMAGE, DIRECTORY),
              fields -> new RulesParser(where(fields), fields.get(TIMEOUT))));

  private ParserKeys() {}

  private static Where where(Fields fields) {
    return fields
        .find(CONTAINER)
        .<Where>map(name -> new RulesParser.Container(Optional.of(name)))
        .or(() -> fields.find(IMAGE).map(RulesParser.Image::new))
        .orElseGet(() ->
            new RulesParser.Directory(
                fields.get(DIRECTORY), fields.find(NODE).map(Path::toString).orElse("node")));
  }

  private static String matching(Pattern pattern, String name, String noun) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException("is no name of " + noun + ": '" + name + "'");
    }
    return name;
  }
}
