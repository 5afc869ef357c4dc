// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Content;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Target;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.text.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// PowerSync's own parser, of the version that the service has: asked, never copied.
///
/// Our script calls it, wherever it is, with the bytes on standard input. What it says of them is a
/// [ParserReport]; whatever keeps it from saying anything is never the content's fault.
final class SyncRulesParser {
  /// What its end may take to get here after its own time is over.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// What answer-unit-requests says where the host's engines are no use to its unit.
  private static final String HOST_IS_MUTE = "the host's containers can't be asked about";

  private static final String SCRIPT = "judge-sync-rules.js";

  private final CommandRunner runner;
  private final Containers containers;

  SyncRulesParser(CommandRunner runner, Containers containers) {
    this.runner = runner;
    this.containers = containers;
  }

  /// What came of asking.
  sealed interface Asked {
    /// It judged.
    record Judged(ParserReport report) implements Asked {}

    /// It could not.
    ///
    /// @param isAbsent whether there is none to ask now, known for sure
    record Unjudged(String why, String hint, boolean isAbsent) implements Asked {}
  }

  /// Asks one about a candidate, and about what is live.
  Asked ask(RulesParser parser, Target target, Content candidate, Optional<Content> live) {
    List<String> arguments = new ArrayList<>(List.of("--report", "--seconds", seconds(parser)));
    Content input = input(candidate, live);
    return switch (parser.where()) {
      case RulesParser.Directory(var directory, String node) -> {
        arguments.addAll(List.of("--parser", directory.toString()));
        yield locally(node, program(parser, arguments, input));
      }
      case RulesParser.Container(Optional<String> name) ->
          asked(containers.run(where(name, target), program(parser, arguments, input)));
      case RulesParser.Image(String reference) ->
          asked(
              containers.run(
                  new Containers.Where.Image(reference), program(parser, arguments, input)));
    };
  }

  /// The version of the parser that the running service has, where that can be known.
  Optional<String> versionOfService(Target target) {
    RulesParser parser =
        new RulesParser(new RulesParser.Container(Optional.empty()), Duration.ofSeconds(10));
    return switch (ask(parser, target, sample(), Optional.empty())) {
      case Asked.Judged(ParserReport report) -> Optional.of(report.version());
      case Asked.Unjudged _ -> Optional.empty();
    };
  }

  /// Rules that every version takes.
  static Content sample() {
    return Content.of("bucket_definitions:\n  all:\n    data:\n      - SELECT id FROM things\n");
  }

  private static Containers.Where where(Optional<String> name, Target target) {
    return name.<Containers.Where>map(Containers.Where.Named::new)
        .orElseGet(() ->
            new Containers.Where.Reading(
                target.place().path(), unit(target.consumer().activation())));
  }

  private static Optional<String> unit(Activation activation) {
    return switch (activation) {
      case Activation.Systemd systemd -> Optional.of(systemd.unit());
      case Activation.Signalled _, Activation.Command _, Activation.None _ -> Optional.empty();
    };
  }

  private static String seconds(RulesParser parser) {
    return Long.toString(Math.max(1, parser.timeout().toSeconds()));
  }

  /// The sizes of both in a line, then both.
  private static Content input(Content candidate, Optional<Content> live) {
    byte[] after = candidate.bytes();
    byte[] before = live.map(Content::bytes).orElseGet(() -> new byte[0]);
    String sizes = after.length + " " + (live.isPresent() ? before.length : "-") + "\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(sizes.getBytes(UTF_8));
    all.writeBytes(after);
    all.writeBytes(before);
    return Content.of(all.toByteArray());
  }

  private static Containers.NodeProgram program(
      RulesParser parser, List<String> arguments, Content input) {
    return new Containers.NodeProgram(script(), arguments, input, parser.timeout().plus(GRACE));
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(SyncRulesParser.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(SCRIPT + " is part of this program", e);
    }
  }

  private Asked locally(String node, Containers.NodeProgram program) {
    List<String> argv = new ArrayList<>(List.of(node, "-e", program.script(), "--"));
    argv.addAll(program.arguments());
    Command command = new Command(argv, Map.of(), program.timeout());
    return switch (runner.run(command, program.input().bytes())) {
      case Finished.Exited(int code, String out, String err) -> ended(code, out, err);
      case Finished.TimedOut _ ->
          new Asked.Unjudged(
              "no answer in " + Durations.rough(program.timeout()),
              "raise the parser's timeout, or find out what it waits for",
              false);
      case Finished.NotStarted(String why) ->
          new Asked.Unjudged(
              why, "install Node 21 or newer, or name it: parser: {node: PATH}", false);
    };
  }

  private static Asked asked(Containers.Answer answer) {
    return switch (answer) {
      case Containers.Answer.Ended(int code, String out, String err) -> ended(code, out, err);
      case Containers.Answer.Absent(String why, String hint) -> new Asked.Unjudged(why, hint, true);
      case Containers.Answer.Unreachable(String why, String hint) ->
          new Asked.Unjudged(why, hint, false);
    };
  }

  private static Asked ended(int code, String out, String err) {
    if (code == 0) {
      return ParserReport.read(out)
          .<Asked>map(Asked.Judged::new)
          .orElseGet(() ->
              new Asked.Unjudged(
                  "its answer is none that lastgood understands: " + Verdicts.excerpt(out),
                  "is it PowerSync's image, and the host's lastgood as new as this one?",
                  false));
    }
    String said =
        Verdicts.excerpt(err.isBlank() ? out : err).replaceFirst("^could not judge: ", "");
    return new Asked.Unjudged(
        said.isEmpty() ? "it ended with exit " + code : said + " (exit " + code + ")",
        said.startsWith(HOST_IS_MUTE)
            ? "have podman answer over its socket: systemctl enable --now podman.socket; lastgood"
                + " doctor asks it again"
            : "lastgood doctor asks it again",
        false);
  }
}
