// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CommandRunnerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void code_and_both_outputs_are_told_apart() {
    assertThat(shell("echo out; echo err >&2; exit 3", LONG))
        .isEqualTo(new Finished.Exited(3, "out\n", "err\n"));
  }

  @Test
  void there_is_no_shell_between_us_and_the_program() {
    assertThat(run(LONG, "printf", "%s|", "$HOME `id`", "a b", "*;'\""))
        .isEqualTo(new Finished.Exited(0, "$HOME `id`|a b|*;'\"|", ""));
  }

  @Test
  void the_environment_is_added_to_our_own() {
    Command command =
        new Command(
            List.of("sh", "-c", "echo $GIVEN; test -n \"$PATH\""), Map.of("GIVEN", "x"), LONG);
    assertThat(new CommandRunner().run(command)).isEqualTo(new Finished.Exited(0, "x\n", ""));
  }

  @Test
  void standard_input_is_empty() {
    assertThat(run(LONG, "cat")).isEqualTo(new Finished.Exited(0, "", ""));
  }

  @Test
  void output_beyond_the_cap_is_dropped_and_never_blocks_the_program() {
    Finished finished = shell("head -c 3000000 /dev/zero | tr '\\0' a; echo done >&2", LONG);
    assertThat(finished).isInstanceOf(Finished.Exited.class);
    Finished.Exited exited = (Finished.Exited) finished;
    assertThat(exited.out()).hasSize(64 * 1024).containsOnlyOnce("a".repeat(64 * 1024));
    assertThat(exited.err()).isEqualTo("done\n");
  }

  @Test
  void bytes_that_are_no_utf_8_are_replaced() {
    assertThat(shell("printf 'caf\\303\\251 \\377'", LONG))
        .isEqualTo(new Finished.Exited(0, "café �", ""));
  }

  @Test
  void at_the_timeout_it_and_its_descendants_are_gone() throws Exception {
    Path pids = directory.resolve("pids");
    Finished finished =
        shell(
            "sh -c 'sleep 60 & echo $! >> " + pids + "; wait' & echo $$ >> " + pids + "; wait",
            Duration.ofMillis(700));
    assertThat(finished).isEqualTo(new Finished.TimedOut("", ""));
    assertThat(Files.readAllLines(pids)).hasSize(2).noneMatch(CommandRunnerTest::runs);
  }

  @Test
  void what_ignores_the_request_to_stop_is_killed() throws Exception {
    Path pids = directory.resolve("pids");
    Finished finished =
        shell(
            "trap '' TERM; echo $$ > " + pids + "; echo before; while :; do sleep 0.1; done",
            Duration.ofMillis(500));
    assertThat(finished).isEqualTo(new Finished.TimedOut("before\n", ""));
    assertThat(Files.readAllLines(pids)).hasSize(1).noneMatch(CommandRunnerTest::runs);
  }

  @Test
  void what_ends_on_request_may_have_its_last_word() {
    assertThat(shell("trap 'echo bye; exit' TERM; sleep 60 & wait", Duration.ofMillis(500)))
        .isEqualTo(new Finished.TimedOut("bye\n", ""));
  }

  @Test
  void a_child_left_behind_with_the_pipe_open_is_not_waited_for() throws Exception {
    Path pid = directory.resolve("pid");
    long start = System.nanoTime();
    Finished finished = shell("sleep 60 & echo $! > " + pid + "; echo started", LONG);
    assertThat(finished).isEqualTo(new Finished.Exited(0, "started\n", ""));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    String child = Files.readString(pid).strip();
    assertThat(runs(child)).as("left alone").isTrue();
    ProcessHandle.of(Long.parseLong(child)).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void an_interrupt_neither_cuts_the_command_short_nor_gets_lost() {
    Thread.currentThread().interrupt();
    Finished finished = shell("sleep 0.2; echo whole", LONG);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(finished).isEqualTo(new Finished.Exited(0, "whole\n", ""));
  }

  @Test
  void what_cannot_start_says_why() throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
    Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(why("no-such-program-anywhere"))
        .isEqualTo("no such program in PATH: no-such-program-anywhere");
    assertThat(why("/no/such")).isEqualTo("no such program: /no/such");
    assertThat(why(directory.toString())).isEqualTo("a directory, not a program: " + directory);
    assertThat(why(plain.toString())).isEqualTo("not executable by this user: " + plain);
    assertThat(why(script.toString()))
        .isEqualTo("the interpreter in its first line is missing: " + script);
    assertThat(run(LONG))
        .isEqualTo(new Finished.NotStarted("there is no program to run: the command is empty"));
  }

  /// Each of them is told in the same words before the program is run.
  @Test
  void what_would_not_start_is_told_without_a_try() throws IOException {
    Path script = directory.resolve("script");
    for (String first :
        List.of("#!/bin/sh\r", "#!/no/such", "#!", "#! \t", "#!/usr/bin/env no-such")) {
      Files.writeString(script, first + "\nexit 0\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
      assertThat(Program.problem(List.of(script.toString())))
          .as(first)
          .hasValueSatisfying(why -> assertThat(why).contains(script.toString()));
    }
    Path looping = Files.writeString(directory.resolve("loop"), "#!" + directory + "/loop\n");
    assertThat(looping.toFile().setExecutable(true)).isTrue();
    assertThat(Program.problem(List.of(looping.toString()))).isEmpty();
    for (String first : List.of("#!/bin/sh", "#! /bin/sh -e", "#!/usr/bin/env sh", "echo plain")) {
      Files.writeString(script, first + "\nexit 0\n");
      assertThat(Program.problem(List.of(script.toString()))).as(first).isEmpty();
      assertThat(run(LONG, script.toString())).as(first).isInstanceOf(Finished.Exited.class);
    }
    assertThat(Program.problem(List.of("sh"))).isEmpty();
    assertThat(Program.problem(List.of("/dev/null")))
        .contains("a device, pipe or socket, not a program: /dev/null");
    assertThat(Program.problem(List.of())).isNotEmpty();
  }

  @Test
  void a_command_about_a_file_names_it_wherever_asked() {
    Command command =
        new Command(List.of("check", "--in={file}", "{file}", "{other}"), Map.of(), LONG)
            .about(Path.of("/a b/$x"));
    assertThat(command.argv()).containsExactly("check", "--in=/a b/$x", "/a b/$x", "{other}");
  }

  private static Finished shell(String script, Duration timeout) {
    return run(timeout, "sh", "-c", script);
  }

  private static Finished run(Duration timeout, String... argv) {
    return new CommandRunner().run(new Command(List.of(argv), Map.of(), timeout));
  }

  private static String why(String program) {
    Finished finished = run(LONG, program);
    assertThat(finished).isInstanceOf(Finished.NotStarted.class);
    return ((Finished.NotStarted) finished).why();
  }

  private static boolean runs(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }
}
