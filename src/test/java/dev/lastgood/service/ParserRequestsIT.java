// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.sync.port.Containers.Answer;
import dev.lastgood.sync.port.Containers.NodeProgram;
import dev.lastgood.sync.port.Containers.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both sides of a request for a parser: ours, and the shipped script, with a stand-in for the
/// engine first in its PATH.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParserRequestsIT {
  private static final Path SHIPPED = Path.of("src/main/dist/libexec/answer-unit-requests");
  private static final Path JUDGE =
      Path.of("src/main/resources/dev/lastgood/check/judge-sync-rules.js");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(requests());
    Files.createDirectory(directory.resolve("answers"));
    Files.createDirectory(directory.resolve("bin"));
    Path libexec = Files.createDirectory(directory.resolve("libexec"));
    Files.copy(SHIPPED, libexec.resolve("answer-unit-requests"));
    executable(libexec.resolve("answer-unit-requests"));
    Files.copy(JUDGE, libexec.resolve("judge-sync-rules"));
    engine("exec) shift 2; echo \"$1 $2 $3\"; shift 4; echo \"$@\"; cat ;;");
  }

  @AfterEach
  void nothing_is_left_running() throws Exception {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void the_host_runs_its_own_script_in_the_container_with_our_input() throws Exception {
    answering();
    String out = "app node -e\n-- --report --seconds 60\n5 -\nrules";
    assertThat(run(new Where.Named("app"))).isEqualTo(new Answer.Ended(0, out, ""));
    assertThat(run(new Where.Reading(Path.of("/x"), Optional.of("podman-app.service"))))
        .isEqualTo(new Answer.Ended(0, out, ""));
    assertThat(requests()).isEmptyDirectory();
  }

  @Test
  void an_image_is_run_without_a_network() throws Exception {
    engine("image) [ \"$3\" = x.org/app:1 ] ;; run) echo \"$@\" ;;");
    answering();
    Answer answer = run(new Where.Image("x.org/app:1"));
    assertThat(answer).isInstanceOf(Answer.Ended.class);
    assertThat(answer.toString())
        .contains("--pull=never --network=none", "--entrypoint=node x.org/app:1 -e ");
  }

  @Test
  void what_is_not_listed_is_refused() throws Exception {
    answering();
    assertThat(run(new Where.Named("secret")))
        .isEqualTo(
            new Answer.Unreachable(
                "lastgood-units.service refuses to ask the parser of secret: that is no verb and"
                    + " unit of mine",
                "add parser:secret to UNITS= in its drop-in, or to its ExecStart=: systemctl cat"
                    + " lastgood-units.service"));
    assertThat(run(new Where.Image("app"))).isInstanceOf(Answer.Unreachable.class);
  }

  @Test
  void a_container_that_does_not_run_is_told() throws Exception {
    engine("inspect) echo false ;; exec) exit 1 ;;");
    answering();
    assertThat(run(new Where.Named("app")))
        .isEqualTo(new Answer.Absent("no container app is running", "start it, or pull the image"));
  }

  /// It may have what is looked for; the content would pass where nothing runs.
  @Test
  void an_engine_that_can_not_be_asked_leaves_it_open() throws Exception {
    engine("ps) echo permission denied >&2; exit 1 ;; inspect) exit 1 ;;");
    answering();
    String why = "docker: permission denied; podman: permission denied\n";
    Answer open = new Answer.Ended(75, "", "the host's containers can't be asked about, " + why);
    assertThat(run(new Where.Named("app"))).isEqualTo(open);
    assertThat(run(new Where.Image("x.org/app:1"))).isEqualTo(open);
  }

  @Test
  void an_engine_that_is_not_running_runs_nothing() throws Exception {
    engine(
        "ps) [ \"${0##*/}\" = podman ] || { echo 'Is the docker daemon running?' >&2; exit 1; }"
            + " ;;");
    Files.writeString(
        directory.resolve("bin/podman"),
        Files.readString(directory.resolve("bin/podman"))
            .replace("inspect) echo true", "inspect) false"));
    answering();
    assertThat(run(new Where.Named("app"))).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void a_program_that_fails_comes_with_its_code_and_its_reasons() throws Exception {
    engine("exec) echo unseen; echo 'could not judge: x' >&2; exit 75 ;;");
    answering();
    assertThat(run(new Where.Named("app")))
        .isEqualTo(new Answer.Ended(75, "", "could not judge: x\n"));
  }

  @Test
  void one_that_never_stops_printing_fills_nothing() throws Exception {
    engine("exec) yes ;;");
    answering();
    Answer.Ended ended = (Answer.Ended) run(new Where.Named("app"));
    assertThat(ended.code()).isNotZero();

    engine("exec) yes >&2 ;;");
    ended = (Answer.Ended) run(new Where.Named("app"));
    assertThat(ended.code()).isNotZero();
    assertThat(ended.err()).hasSize(4000);
  }

  @Test
  void a_unit_that_tells_no_container_is_not_asked_for() {
    assertThat(run(new Where.Reading(Path.of("/x"), Optional.of("app.service"))))
        .isEqualTo(
            new Answer.Unreachable(
                "the unit's name does not tell the container's",
                "name it: parser: {container: NAME}"));
  }

  /// Root reads it.
  @Test
  void an_input_that_is_a_symlink_shows_nothing() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "of root");
    Files.createSymbolicLink(requests().resolve(ID + ".input"), secret);
    Files.writeString(requests().resolve(ID + ".request"), "parser app\n");
    answering();
    Path answer = directory.resolve("answers").resolve(ID);
    until("an answer", () -> Files.exists(answer));
    assertThat(answer).content().startsWith("0\n").doesNotContain("of root");
    assertThat(secret).hasContent("of root");
  }

  @Test
  void nothing_is_left_behind_where_nobody_answers() {
    RequestedContainers impatient = new RequestedContainers(directory, Duration.ofMillis(200));
    assertThat(impatient.run(new Where.Named("app"), program()))
        .isInstanceOf(Answer.Unreachable.class);
    assertThat(requests()).isEmptyDirectory();
  }

  private Answer run(Where where) {
    return new RequestedContainers(directory).run(where, program());
  }

  private static NodeProgram program() {
    return new NodeProgram(
        "not this one", List.of("--seconds 1"), Content.of("5 -\nrules"), TIMEOUT);
  }

  private Path requests() {
    return directory.resolve("requests");
  }

  private void answering() throws IOException {
    Path script = directory.resolve("libexec/answer-unit-requests");
    List<String> argv =
        Stream.of(
                List.of("sh", "-c", "while \"$@\"; do :; done", "sh", script.toString()),
                List.of(directory.toString(), "app.service", "parser:app"),
                List.of("parser-image:x.org/app:1"))
            .flatMap(List::stream)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile()).inheritIO();
    builder.environment().merge("PATH", directory + "/bin", (path, bin) -> bin + ":" + path);
    started.add(builder.start());
  }

  /// As docker and as podman, with and without its socket.
  private void engine(String cases) throws IOException {
    for (String name : List.of("docker", "podman")) {
      Path file = directory.resolve("bin").resolve(name);
      Files.writeString(
          file,
          "#!/bin/sh\n[ \"$1\" != --remote ] || shift\ncase $1 in\n"
              + cases
              + "\nps) ;;\ninspect) echo true ;;\n*) exit 1 ;;\nesac\n");
      executable(file);
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
