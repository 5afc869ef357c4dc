// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {
  private static final ManualClock CLOCK = new ManualClock();

  static {
    CLOCK.sleep(Duration.ofMillis(500));
  }

  @TempDir Path state;

  private static Lock.Held taken(Path state) throws StepFailed {
    return (Lock.Held) lock(state).take();
  }

  private static StateLock lock(Path state) {
    return new StateLock(state, CLOCK);
  }

  private String holder() throws StepFailed {
    return ((Lock.Busy) lock(state).take()).holder();
  }

  @Test
  void it_can_be_taken_again_when_it_was_given_back() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Lock.Held lock = taken(state)) {
        assertThat(lock).isNotNull();
      }
    }
    assertThat(state.resolve("lock"))
        .hasContent("pid " + ProcessHandle.current().pid() + " since 2026-11-21T03:00:00Z");
  }

  @Test
  void another_pass_of_this_process_is_told_and_the_first_keeps_the_lock() throws Exception {
    try (Lock.Held lock = taken(state)) {
      assertThat(lock).isNotNull();
      assertThat(lock(state).isHeld()).isTrue();
      assertThat(holder())
          .startsWith("pid ")
          .endsWith(" since 2026-11-21T03:00:00Z, this very process");
      assertThat(elsewhere()).as("the lock as another process sees it").contains("HELD");
    }
    assertThat(elsewhere()).contains("FREE");
  }

  @Test
  void another_process_is_named() throws Exception {
    Process other = other("hold");
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("TAKEN");
      assertThat(lock(state).isHeld()).isTrue();
      assertThat(holder()).startsWith("pid " + other.pid() + " since 20");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(lock(state).isHeld()).isFalse();
    try (Lock.Held lock = taken(state)) {
      assertThat(lock).as("a killed holder holds nothing").isNotNull();
    }
  }

  @Test
  void a_missing_directory_comes_with_the_line_that_makes_it() {
    Failure failure = refused(state.resolve("no-mount/missing"));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("missing does not exist");
    assertThat(failure.hint()).startsWith("create it: install -d -m 0750 -o ");
  }

  /// A new one would begin a new record in silence, where a name was mistyped.
  @Test
  void a_directory_that_alone_is_missing_is_not_made_either() {
    Failure failure = refused(state.resolve("mistyped"));
    assertThat(failure.message()).endsWith("mistyped does not exist");
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void a_directory_that_everybody_may_write_is_refused() throws Exception {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    Failure failure = refused(state);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.hint()).isEqualTo("close it: chmod o-w " + state);
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void a_directory_that_may_not_be_written_is_refused() throws Exception {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(state), "root may write everywhere");
    assertThat(refused(state).message()).contains(" may not write in the state directory ");
  }

  @Test
  void a_file_is_no_state_directory_and_a_symlink_is_no_lock() throws Exception {
    Path file = Files.writeString(state.resolve("file"), "untouched");
    assertThat(refused(file).message()).endsWith("is no directory");
    Files.createSymbolicLink(state.resolve("lock"), file);
    assertThat(refused(state).remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(file).hasContent("untouched");
  }

  private static Failure refused(Path state) {
    return failure(() -> taken(state).close());
  }

  private String elsewhere() throws Exception {
    Process other = other("try");
    String said = other.inputReader().readLine();
    other.waitFor();
    return said;
  }

  private Process other(String how) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherPass.class.getName(),
            state.toString(),
            how)
        .redirectError(new File("/dev/null"))
        .start();
  }
}
