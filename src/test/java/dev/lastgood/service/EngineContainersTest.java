// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Containers.Answer;
import dev.lastgood.sync.port.Containers.NodeProgram;
import dev.lastgood.sync.port.Containers.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With an engine of a few lines in place of podman and docker.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class EngineContainersTest {
  private static final NodeProgram PROGRAM =
      new NodeProgram("judge()", List.of("--report"), Content.of("input"), Duration.ofSeconds(10));

  @TempDir private Path directory;

  @Test
  void a_program_runs_in_the_container_of_this_name_with_its_input() throws IOException {
    engine(
        """
        ps) ;;
        inspect) [ "$4" = app ] && echo true 4711 || { echo no such container >&2; exit 125; } ;;
        exec) echo "$@"; cat ;;
        """);
    assertThat(run(new Where.Named("app")))
        .isEqualTo(
            new Answer.Ended(0, "exec --interactive app node -e judge() -- --report\ninput", ""));
    assertThat(run(new Where.Named("other"))).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void the_container_that_mounts_the_nearest_directory_reads_the_destination() throws IOException {
    engine(
        """
        ps) echo watcher; echo app; echo other ;;
        inspect) case $4 in
          watcher) printf '/\\n/sys\\n' ;;
          app) printf 'volume\\n/srv/powersync\\n' ;;
          other) printf '/srv/power\\n' ;;
          esac ;;
        exec) echo "$3" ;;
        """);
    assertThat(run(reading("/srv/powersync/rules.yaml")))
        .isEqualTo(new Answer.Ended(0, "app\n", ""));
  }

  @Test
  void two_that_mount_it_are_not_told_apart() throws IOException {
    engine("ps) echo one; echo two ;; inspect) echo /srv/powersync ;; exec) exit 0 ;;");
    assertThat(run(reading("/srv/powersync/rules.yaml")))
        .isEqualTo(
            new Answer.Unreachable(
                "2 running containers mount /srv/powersync",
                "name the one that is meant: parser: {container: NAME}"));
  }

  /// As with podman's package that brings a `docker`: it is one engine.
  @Test
  void one_engine_under_two_names_has_each_container_once() throws IOException {
    engine(
        "ps) echo one ;; inspect) case $3 in *Mounts*) echo /srv ;; *) echo true 4711 ;; esac ;;"
            + " exec) echo $3 ;;");
    Files.copy(directory.resolve("engine"), directory.resolve("docker"), COPY_ATTRIBUTES);
    EngineContainers both = containers(List.of(directory + "/engine", directory + "/docker"));
    assertThat(both.run(reading("/srv/rules.yaml"), PROGRAM))
        .isEqualTo(new Answer.Ended(0, "one\n", ""));
    assertThat(both.run(new Where.Named("app"), PROGRAM))
        .isEqualTo(new Answer.Ended(0, "app\n", ""));
  }

  @Test
  void containers_of_one_name_in_two_engines_are_not_told_apart() throws IOException {
    engine("ps) ;; inspect) echo true 4711 ;;");
    Files.move(directory.resolve("engine"), directory.resolve("docker"));
    engine("ps) ;; inspect) echo true 4712 ;;");
    Answer answer =
        containers(List.of(directory + "/engine", directory + "/docker"))
            .run(new Where.Named("app"), PROGRAM);
    assertThat(answer)
        .isEqualTo(
            new Answer.Unreachable(
                "podman and docker have a running container app each",
                "stop the one that is not meant, or name the image: parser: {image: REFERENCE}"));
  }

  @Test
  void one_that_was_stopped_is_absent() throws IOException {
    engine("ps) ;; inspect) echo false 4711 ;;");
    assertThat(run(new Where.Named("app"))).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void none_that_mounts_it_is_known_to_be_absent() throws IOException {
    engine("ps) echo one ;; inspect) echo /etc/hosts ;;");
    assertThat(run(reading("/srv/powersync/rules.yaml")))
        .isEqualTo(
            new Answer.Absent(
                "no running container mounts /srv/powersync/rules.yaml",
                "start it, or name it: parser: {container: NAME}"));
  }

  @Test
  void an_image_runs_without_network_and_is_never_pulled() throws IOException {
    engine("ps) ;; image) [ \"$3\" = app:1 ] ;; run) echo \"$@\" ;;");
    assertThat(run(new Where.Image("app:1")))
        .isEqualTo(
            new Answer.Ended(
                0,
                "run --rm --interactive --pull=never --network=none --read-only --cap-drop=all"
                    + " --security-opt=no-new-privileges --log-driver=none --entrypoint=node app:1"
                    + " -e judge() -- --report\n",
                ""));
    assertThat(run(new Where.Image("app:2")))
        .isEqualTo(new Answer.Absent("the image app:2 is not on this host", "podman pull app:2"));
  }

  /// It may have what is looked for.
  @Test
  void an_engine_that_may_not_be_asked_leaves_it_open() throws IOException {
    engine("*) echo permission denied >&2; exit 1 ;;");
    assertThat(run(new Where.Named("app")))
        .isEqualTo(
            new Answer.Unreachable(
                "containers can't be asked about, " + directory + "/engine: permission denied",
                "let this user ask, or have the host answer: systemd.requests"));
  }

  /// A busy one answers to the first question, and not to the next.
  @Test
  void an_engine_that_answers_no_more_leaves_it_open() throws IOException {
    engine("ps) echo app ;; *) exec sleep 60 ;;");
    assertThat(run(new Where.Image("powersync")))
        .isEqualTo(
            new Answer.Unreachable(
                "containers can't be asked about, " + directory + "/engine does not answer",
                "let this user ask, or have the host answer: systemd.requests"));
  }

  @Test
  void an_engine_that_is_not_running_runs_nothing() throws IOException {
    engine("*) echo 'Cannot connect to it. Is the docker daemon running?' >&2; exit 1 ;;");
    Files.move(directory.resolve("engine"), directory.resolve("docker"));
    engine("ps) ;; inspect) exit 125 ;;");
    Answer answer =
        containers(List.of(directory + "/docker", directory + "/engine"))
            .run(new Where.Named("app"), PROGRAM);
    assertThat(answer).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void no_engine_at_all_leaves_it_open() {
    assertThat(containers(List.of("no-such-engine")).run(new Where.Named("app"), PROGRAM))
        .isInstanceOf(Answer.Unreachable.class);
  }

  @Test
  void a_program_that_does_not_end_is_no_answer() throws IOException {
    engine("ps) ;; inspect) echo true 4711 ;; exec) sleep 60 ;;");
    NodeProgram quick =
        new NodeProgram("judge()", List.of(), Content.of("x"), Duration.ofMillis(300));
    assertThat(containers(List.of(directory + "/engine")).run(new Where.Named("app"), quick))
        .isInstanceOf(Answer.Unreachable.class);
  }

  private static Where reading(String file) {
    return new Where.Reading(Path.of(file), Optional.empty());
  }

  private Answer run(Where where) {
    return containers(List.of("no-such-engine", directory + "/engine")).run(where, PROGRAM);
  }

  private static EngineContainers containers(List<String> engines) {
    CommandRunner runner = new CommandRunner();
    return new EngineContainers(runner, new ContainerEngines(runner, engines));
  }

  private void engine(String cases) throws IOException {
    Path engine = directory.resolve("engine");
    Files.writeString(engine, "#!/bin/sh\ncase $1 in\n" + cases + "\nesac\n");
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwx------"));
  }
}
