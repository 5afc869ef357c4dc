// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Await.until;
import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.process.Finished;
import dev.lastgood.service.SystemdClient.Verb;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both sides of the request files: ours, and the shipped script, with a stand-in for `systemctl`
/// first in its PATH. [SystemdServiceIT] has the real one, and the unit that runs the script.
@DisplayNameGeneration(ReplaceUnderscores.class)
class UnitRequestsIT {
  private static final Path SCRIPT =
      Path.of("src/main/dist/libexec/answer-unit-requests").toAbsolutePath();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(requests());
    Files.createDirectory(answers());
    Files.createDirectory(directory.resolve("bin"));
    systemctl("echo \"asked: $*\"");
  }

  @AfterEach
  void nothing_is_left_running() throws Exception {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void the_host_asks_systemctl_what_is_asked_here(Verb verb) throws Exception {
    answering();
    String asked =
        verb == Verb.SHOW
            ? "show --no-pager --property=" + String.join(",", UnitStatus.ASKED) + " -- app.service"
            : verb.word() + " --no-ask-password -- app.service";
    assertThat(systemd().ask(verb, "app.service", TIMEOUT))
        .isEqualTo(new Finished.Exited(0, "asked: " + asked + "\n", ""));
  }

  /// `show` without a list prints the unit's environment, secrets and all.
  @Test
  void script_and_program_agree_on_the_properties() throws Exception {
    Matcher said = Pattern.compile("(?m)^properties=(.*)$").matcher(Files.readString(SCRIPT));
    assertThat(said.find()).isTrue();
    assertThat(said.group(1).split(",")).containsExactlyElementsOf(UnitStatus.ASKED);
  }

  @Test
  void a_failure_comes_with_its_code_and_its_reasons() throws Exception {
    systemctl("echo unseen; echo 'Job failed.' >&2; exit 4");
    answering();
    assertThat(systemd().ask(Verb.RESTART, "app.service", TIMEOUT))
        .isEqualTo(new Finished.Exited(4, "", "Job failed.\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret.service",
        "app.service; touch pwned",
        "$(touch pwned)",
        "*",
        "",
        " app.service",
        "app.service\nrestart db.service",
        "--root=/ app.service",
        "app.service app.service"
      })
  void a_unit_that_is_not_listed_is_refused(String unit) throws Exception {
    answering();
    Failure failure = failure(() -> systemd().ask(Verb.RESTART, unit, TIMEOUT));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo(
            "lastgood-units.service refuses to restart "
                + unit
                + ": that is no verb and unit of mine");
    assertThat(failure.hint()).contains("ExecStart", "systemctl cat lastgood-units.service");
    assertThat(asked()).isEmpty();
    assertThat(directory.resolve("pwned")).doesNotExist();
  }

  @Test
  void a_unit_that_may_only_be_asked_about_is_not_restarted() throws Exception {
    answering();
    for (Verb verb : Verb.values()) {
      if (verb == Verb.SHOW) {
        assertThat(systemd().ask(verb, "seen.service", TIMEOUT))
            .isInstanceOf(Finished.Exited.class);
      } else {
        assertThat(failure(() -> systemd().ask(verb, "seen.service", TIMEOUT)).message())
            .startsWith("lastgood-units.service refuses");
      }
    }
    assertThat(asked()).singleElement().asString().startsWith("show ").endsWith(" seen.service");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop app.service",
        "--version app.service",
        "show",
        "show  app.service",
        "SHOW app.service",
        "",
        "\n",
        "cat app.service",
        "show app.service\nstop app.service\n",
        "show app.service -p Environment",
        "show show:seen.service",
        "restart show:seen.service"
      })
  void what_is_no_verb_and_unit_is_refused(String line) throws Exception {
    Files.writeString(request(ID), line);
    answering();
    assertThat(answer(ID)).isEqualTo("126\nthat is no verb and unit of mine\n");
    assertThat(asked()).isEmpty();
  }

  @Test
  void a_symlink_does_not_show_what_it_points_at() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "show app.service\n");
    Files.createSymbolicLink(request(ID), secret);
    answering();
    assertThat(answer(ID)).startsWith("126\n");
    assertThat(asked()).isEmpty();
    assertThat(secret).hasContent("show app.service\n");
  }

  @Test
  void a_dangling_symlink_a_directory_and_a_pipe_harm_nobody() throws Exception {
    Files.createSymbolicLink(request(ID), Path.of("/nowhere"));
    String directoryId = ID.replace('0', 'a');
    Files.createDirectories(request(directoryId).resolve("full"));
    String pipe = ID.replace('0', 'b');
    Tool.run(directory, "mkfifo", request(pipe).toString());
    answering();
    for (String id : List.of(ID, directoryId, pipe)) {
      assertThat(answer(id)).startsWith("126\n");
    }
    assertThat(systemd().ask(Verb.SHOW, "app.service", TIMEOUT))
        .isInstanceOf(Finished.Exited.class);
    until(
        "all to be swept",
        () ->
            list(requests()).findAny().isEmpty() && list(answers()).noneMatch(UnitRequestsIT::own));
  }

  private static boolean own(Path file) {
    return file.getFileName().toString().startsWith(".taken");
  }

  @Test
  void a_huge_request_is_not_read_to_its_end() throws Exception {
    Tool.run(directory, "truncate", "-s", "1T", request(ID).toString());
    answering();
    assertThat(answer(ID)).startsWith("126\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "a\nb",
        "-rf",
        "0123456789abcdef0123456789abcde",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0",
        "%2e%2e%2f%2e%2e%2fcdef0123456789",
        "*"
      })
  void a_request_without_a_proper_name_is_thrown_away(String name) throws Exception {
    Files.writeString(request(name), "restart app.service\n");
    answering();
    until("the request to go", () -> Files.notExists(request(name)));
    assertThat(systemd().ask(Verb.SHOW, "app.service", TIMEOUT))
        .isInstanceOf(Finished.Exited.class);
    assertThat(asked()).hasSize(1);
  }

  @Test
  void two_requests_at_once_each_get_their_own_answer() throws Exception {
    systemctl("sleep 0.3; echo \"$1\"");
    answering();
    AtomicReference<Object> other = new AtomicReference<>("nothing");
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                other.set(systemd().ask(Verb.RELOAD, "app.service", TIMEOUT));
              } catch (StepFailed e) {
                other.set(e);
              }
            });
    assertThat(systemd().ask(Verb.RESTART, "app.service", TIMEOUT))
        .isEqualTo(new Finished.Exited(0, "restart\n", ""));
    thread.join();
    assertThat(other.get()).isEqualTo(new Finished.Exited(0, "reload\n", ""));
  }

  /// A restart with content that never gets healthy hangs for ever; the rollback's restart is what
  /// ends it.
  @Test
  void a_job_that_hangs_does_not_keep_the_next_one_waiting() throws Exception {
    systemctl("if [ \"$1\" = try-restart ]; then exec sleep 60; fi; echo done");
    answering();
    assertThat(systemd().ask(Verb.TRY_RESTART, "app.service", Duration.ofSeconds(1)))
        .isInstanceOf(Finished.TimedOut.class);
    assertThat(systemd().ask(Verb.RESTART, "app.service", TIMEOUT))
        .isEqualTo(new Finished.Exited(0, "done\n", ""));
  }

  @Test
  void a_request_that_nobody_takes_is_withdrawn() {
    Failure failure = failure(() -> impatient().ask(Verb.RESTART, "app.service", TIMEOUT));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo("nobody answers requests in " + directory);
    assertThat(failure.hint())
        .isEqualTo(
            "is lastgood-units.path running? systemctl status lastgood-units.path"
                + " lastgood-units.service");
    assertThat(requests()).isEmptyDirectory();
  }

  @Test
  void a_request_that_vanishes_was_withdrawn_and_nothing_is_done() throws Exception {
    // A mv that comes too late: somebody removes the request between its being seen and taken.
    program("mv", "rm -f \"$2\"; exec /bin/mv \"$@\"");
    Files.writeString(request(ID), "restart app.service\n");
    answeringOnce();
    until("the request to go", () -> Files.notExists(request(ID)));
    assertThat(started.getFirst().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started.getFirst().exitValue()).isZero();
    assertThat(asked()).isEmpty();
    assertThat(answers()).isEmptyDirectory();
  }

  @Test
  void a_directory_that_is_missing_is_told() throws Exception {
    Files.delete(requests());
    Failure failure = failure(() -> systemd().ask(Verb.SHOW, "app.service", TIMEOUT));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("no request can be left in " + requests() + ": no such directory");
    assertThat(failure.hint()).contains("systemctl status lastgood-units.path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "x\n", "-1\n", "300\nmuch", "show app.service\n"})
  void an_answer_that_is_none_is_an_operators_matter(String answer) throws Exception {
    AtomicReference<Failure> failure = new AtomicReference<>();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> failure.set(failure(() -> systemd().ask(Verb.SHOW, "app.service", TIMEOUT))));
    until("a request", () -> leftRequests().findFirst().isPresent());
    String name = leftRequests().findFirst().orElseThrow().getFileName().toString();
    Files.writeString(answers().resolve(name.replace(".request", "")), answer);
    asking.join();
    assertThat(Objects.requireNonNull(failure.get()).remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.get().message()).isEqualTo("the answer in " + directory + " is cut off");
  }

  /// Whole requests: beside them, one may be about to be renamed into place.
  private Stream<Path> leftRequests() throws IOException {
    return list(requests()).filter(file -> file.toString().endsWith(".request"));
  }

  /// An answer that can't be written must not let a job be done and blamed on the content.
  @Test
  void where_no_answer_can_be_written_nothing_is_done() throws Exception {
    Files.delete(answers());
    Files.writeString(answers(), "no directory");
    answeringOnce();
    assertThat(failure(() -> impatient().ask(Verb.RESTART, "app.service", TIMEOUT)).message())
        .startsWith("the answer in ");
    assertThat(asked()).isEmpty();
    assertThat(started.getFirst().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started.getFirst().exitValue()).isEqualTo(1);
  }

  @Test
  void an_answer_that_does_not_fit_on_the_disk_is_told() throws Exception {
    assumeMounts();
    systemctl("head -c 100000 /dev/zero | tr '\\0' x");
    answeringOnce(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount -t tmpfs -o size=8k tmpfs "
            + answers()
            + "; mount --make-private "
            + answers()
            + "; \"$@\"; wc -c < "
            + answers()
            + "/"
            + ID
            + " > "
            + directory
            + "/size.new; mv "
            + directory
            + "/size.new "
            + directory
            + "/size",
        "sh");
    Files.writeString(request(ID), "show app.service\n");
    until("the size", () -> Files.exists(directory.resolve("size")));
    assertThat(directory.resolve("size")).hasContent("0");
  }

  @Test
  void old_answers_are_swept_and_young_ones_kept() throws Exception {
    Path old = Files.writeString(answers().resolve(ID), "0\n");
    Tool.run(directory, "touch", "-d", "11 minutes ago", old.toString());
    Path young = Files.writeString(answers().resolve(ID.replace('0', 'a')), "0\n");
    answeringOnce();
    assertThat(started.getFirst().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  private static void assumeMounts() {
    try {
      Tool.run(Path.of("/"), "unshare", "-m", "true");
    } catch (AssertionError | RuntimeException e) {
      assumeTrue(false, "needs the right to mount: " + e.getMessage());
    }
  }

  private Path requests() {
    return directory.resolve("requests");
  }

  private Path answers() {
    return directory.resolve("answers");
  }

  private Path request(String id) {
    return requests().resolve(id + ".request");
  }

  private SystemdClient systemd() {
    return new RequestedSystemd(directory);
  }

  private SystemdClient impatient() {
    return new RequestedSystemd(directory, Duration.ofMillis(200));
  }

  /// Keeps answering, as the path unit does: starts the script whenever it has ended well.
  private void answering() throws IOException {
    answeringOnce("sh", "-c", "while \"$@\"; do :; done", "sh");
  }

  /// Starts the script, which ends when there is nothing to do for a second.
  private void answeringOnce(String... wrapper) throws IOException {
    List<String> argv = new ArrayList<>(List.of(wrapper));
    argv.addAll(List.of(SCRIPT.toString(), directory.toString()));
    argv.addAll(List.of("show:seen.service", "other.service", "app.service"));
    ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile()).inheritIO();
    builder.environment().merge("PATH", directory + "/bin", (path, bin) -> bin + ":" + path);
    started.add(builder.start());
  }

  private String answer(String id) throws Exception {
    Path answer = answers().resolve(id);
    until("an answer", () -> Files.exists(answer));
    return Files.readString(answer);
  }

  private void systemctl(String script) throws IOException {
    program("systemctl", "echo \"$@\" >> " + directory + "/asked; " + script);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve("bin/" + name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> asked() throws IOException {
    Path asked = directory.resolve("asked");
    return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
  }

  private static Stream<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
