// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.service.RequestFiles.Reply;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host's containers, asked through files, for whoever may not speak to an engine: that is as
/// good as being root. A request is `parser CONTAINER` or `parser-image IMAGE`, with the program's
/// input beside it. The host runs `judge-sync-rules` of its own there, and no other program.
public final class RequestedContainers implements Containers {
  /// How NixOS names the unit of a container.
  private static final Pattern UNIT = Pattern.compile("(?:podman|docker)-(.+)\\.service");

  /// The host's answer when there is no such container or image, as answer-unit-requests has it.
  private static final int ABSENT = 69;

  private final RequestFiles requests;

  /// Leaves requests below this directory, and looks for answers there.
  public RequestedContainers(Path directory) {
    this(directory, RequestFiles.NOTICE);
  }

  /// For a test that does not want to wait.
  RequestedContainers(Path directory, Duration notice) {
    this.requests = new RequestFiles(directory, notice);
  }

  @Override
  public Answer run(Where where, NodeProgram program) {
    return switch (where) {
      case Where.Named(String name) -> ask("parser", name, program);
      case Where.Image(String reference) -> ask("parser-image", reference, program);
      case Where.Reading(_, Optional<String> unit) ->
          unit.map(UNIT::matcher)
              .filter(Matcher::matches)
              .map(matcher -> ask("parser", matcher.group(1), program))
              .orElseGet(() ->
                  new Answer.Unreachable(
                      "the unit's name does not tell the container's",
                      "name it: parser: {container: NAME}"));
    };
  }

  private Answer ask(String verb, String name, NodeProgram program) {
    try {
      return requests
          .ask(verb + " " + name, program.input().bytes(), program.timeout())
          .map(reply -> answer(reply, verb, name))
          .orElseGet(() ->
              new Answer.Unreachable(
                  "the host took the request and gave no answer yet",
                  "journalctl -u " + RequestFiles.ANSWERER + " -n 20"));
    } catch (StepFailed e) {
      return new Answer.Unreachable(e.failure().message(), e.failure().hint());
    }
  }

  private static Answer answer(Reply reply, String verb, String name) {
    String said = reply.text().lines().findFirst().orElse("no reason");
    return switch (reply.code()) {
      case RequestFiles.REFUSED ->
          new Answer.Unreachable(
              "%s refuses to ask the parser of %s: %s".formatted(RequestFiles.ANSWERER, name, said),
              "add %s:%s to UNITS= in its drop-in, or to its ExecStart=: systemctl cat %s"
                  .formatted(verb, name, RequestFiles.ANSWERER));
      case ABSENT -> new Answer.Absent(said, "start it, or pull the image");
      case 0 -> new Answer.Ended(0, reply.text(), "");
      default -> new Answer.Ended(reply.code(), "", reply.text());
    };
  }
}
