// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Entry;
import dev.lastgood.sync.port.LedgerRemote.Comparison;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Processes that talk to the record's remote and are killed, or meet a full disk.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
final class RemoteProcessIT {
  @TempDir private Path honest;
  @TempDir private Path here;
  @TempDir private Path record;
  private Entry newest;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void make() throws Exception {
    GitOrigin.create(record);
    newest = RecordHost.of(honest, url()).pushes("a", "b", "c");
  }

  private String url() {
    return "file://" + record;
  }

  @ParameterizedTest
  @CsvSource({"rename, 6", "rename, 7", "rename, 8", "rename, 9", "rmdir, 1"})
  void killed_wherever_while_a_record_is_brought_the_next_one_has_it_all(String call, int at)
      throws Exception {
    assumeRuns(List.of("strace", "-o", "/dev/null", "true"));
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null", "-e", "trace=" + call));
    command.addAll(List.of("-e", "inject=" + call + ":signal=KILL:when=" + at));
    command.addAll(LedgerProgram.command(here.toString(), "compare=" + url()));

    assertThat(run(command)).isEmpty();
    assertThat(here.resolve("ledger.git.incoming")).exists();

    RecordHost host = RecordHost.of(here, url());
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Behind(newest.id()));
    host.ledger().adopt(POWERSYNC, newest.id());
    assertThat(host.entries()).hasSize(3);
    assertThat(host.git("fsck", "--strict", "--full")).doesNotContain("error", "missing");
    assertThat(here).isDirectoryNotContaining(file -> file.toString().contains("incoming"));
  }

  @Test
  void what_a_killed_fetch_left_is_swept_by_whoever_tidies() throws Exception {
    RecordHost host = RecordHost.of(here, url());
    host.deploys("", "z");
    Path left = Files.createDirectories(here.resolve("ledger.git.incoming/objects/pack"));
    Files.writeString(left.resolve("incoming_1.pack"), "half of it");

    new LedgerArchive(here, "host1", java.time.Instant::now).tidy();

    assertThat(here).isDirectoryNotContaining(file -> file.toString().contains("incoming"));
  }

  @Test
  void a_full_disk_at_a_remote_on_this_machine_is_said_to_be_there() throws Exception {
    assumeRuns(List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", record.toString()));

    String output =
        mounted(
            "mount -t tmpfs -o size=400k tmpfs %1$s && git init -q --bare --template= %1$s"
                + " && cat /dev/zero > %1$s/ballast 2>/dev/null; %2$s",
            record, LedgerProgram.command(here.toString(), "deploy=a", "push=" + url()));

    assertThat(output)
        .contains("failed push operator: " + url() + " can't be written to: ")
        .contains("No space left on device | look at the free space there");
  }

  @Test
  void a_full_disk_here_is_said_to_be_here() throws Exception {
    assumeRuns(List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", here.toString()));

    byte[] noise = new byte[300 << 10];
    new Random(1).nextBytes(noise);
    RecordHost far = RecordHost.of(honest, url());
    far.there().push(POWERSYNC, far.deploys("c", HexFormat.of().formatHex(noise)).id());

    String output =
        mounted(
            "mount -t tmpfs -o size=250k tmpfs %s && %s",
            here, LedgerProgram.command(here.toString(), "compare=" + url()));

    assertThat(output)
        .startsWith(
            "failed reconcile operator: what came from " + url() + " can't be kept on this host: ")
        .contains("No space left on device | look at the free space of the state directory");
  }

  @Test
  void what_is_pushed_on_this_machine_is_flushed_before_the_branch_moves_and_so_is_the_branch()
      throws Exception {
    assumeRuns(List.of("strace", "-o", "/dev/null", "true"));
    Path trace = here.resolve("trace");
    Path state = Files.createDirectory(here.resolve("state"));
    there("update-ref", "-d", "refs/heads/" + RecordHost.BRANCH);
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-y", "-s", "300", "-e", "trace=fsync,rename"));
    command.addAll(List.of("-o", trace.toString()));
    command.addAll(LedgerProgram.command(state.toString(), "deploy=x", "push=" + url()));

    assertThat(run(command)).isEqualTo("deployed x\npushed\n");

    String there = record.toRealPath().toString();
    List<String> calls =
        Files.readAllLines(trace).stream().filter(call -> call.contains(there)).toList();
    int moved = index(calls, "rename(", "/refs/heads/web-arm/powersync\")");
    assertThat(index(calls, "fsync(", "objects/pack>")).isBetween(0, moved);
    assertThat(index(calls, "fsync(", ".pack>")).isBetween(0, moved);
    assertThat(calls.subList(moved, calls.size()))
        .anyMatch(call -> call.contains("fsync(") && call.contains("refs/heads/web-arm>"));
  }

  private static int index(List<String> calls, String call, String path) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(call) && calls.get(i).contains(path)) {
        return i;
      }
    }
    throw new AssertionError(call + "…" + path + " in " + calls);
  }

  private String there(String... arguments) {
    return Tool.git(record, arguments);
  }

  private static String mounted(String script, Path disk, List<String> program) throws Exception {
    String quoted = program.stream().collect(Collectors.joining("' '", "'", "'"));
    return run(List.of("unshare", "-m", "sh", "-c", script.formatted(disk, quoted)));
  }

  private static void assumeRuns(List<String> command) throws Exception {
    Tool.require(command.getFirst().equals("unshare") ? "mount" : command.getFirst());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeTrue(process.waitFor() == 0, () -> command + ": " + said);
  }

  private static String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
