// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel sees of the ledger, and what the ledger makes of an unkind kernel.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LedgerProcessIT {
  private static final Pattern CALL =
      Pattern.compile(
          "\\d+ +(fsync|rename|unlink|rmdir)\\((?:\\d+<([^>]*)>|\"([^\"]*)\"(?:,"
              + " \"([^\"]*)\")?)\\).*= 0");

  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @Test
  void flushes_objects_before_refs_and_directories_after_both() throws Exception {
    Path trace = state.resolve("trace");
    List<String> strace =
        List.of("strace", "-f", "-y", "-s", "300", "-e", "trace=fsync,rename,unlink,rmdir", "-o");
    assumeRuns(List.of("strace", "-o", "/dev/null", "true"));
    List<String> command = new ArrayList<>(strace);
    command.add(trace.toString());
    command.addAll(LedgerProgram.command(state.toString(), "deploy=a", "deploy=b"));

    assertThat(run(command)).isEqualTo("deployed a\ndeployed b\n");

    assertFlushed(state.toRealPath().resolve("ledger.git"), Files.readAllLines(trace));
  }

  @ParameterizedTest
  @CsvSource({"mkdir, 3", "rename, 1", "rename, 2", "fsync, 2", "fsync, 16"})
  void a_disk_that_fails_while_the_ledger_is_made_leaves_nothing_for_a_person(String call, int at)
      throws Exception {
    assumeRuns(List.of("strace", "-o", "/dev/null", "true"));
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null", "-e", "trace=" + call));
    command.addAll(List.of("-e", "inject=" + call + ":error=EIO:when=" + at));
    command.addAll(LedgerProgram.command(state.toString(), "deploy=a"));

    assertThat(run(command)).startsWith("failed intend operator");
    assertThat(run(LedgerProgram.command(state.toString(), "deploy=b"))).endsWith("deployed b\n");
  }

  /// Before any ref moves, every object renamed so far is flushed, and so is its directory; before
  /// the next ref moves, and at the end, so is the ref's.
  private static void assertFlushed(Path ledger, List<String> trace) {
    Set<String> flushed = new LinkedHashSet<>();
    Set<String> unflushedDirectories = new LinkedHashSet<>();
    int refs = 0;
    for (Matcher call : trace.stream().map(CALL::matcher).filter(Matcher::matches).toList()) {
      String path = Optional.ofNullable(call.group(2)).orElse(call.group(3));
      Path changed = Path.of(Optional.ofNullable(call.group(4)).orElse(path));
      if (call.group(1).equals("fsync")) {
        flushed.add(path);
        unflushedDirectories.remove(path);
      } else if (call.group(1).equals("rmdir")) {
        unflushedDirectories.remove(path);
        unflushedDirectories.add(changed.resolveSibling("").normalize().toString());
      } else if (changed.startsWith(ledger.resolve("objects"))) {
        assertThat(flushed).contains(path);
        unflushedDirectories.add(changed.resolveSibling("").normalize().toString());
        unflushedDirectories.add(ledger.resolve("objects").toString());
      } else if (changed.startsWith(ledger.resolve("refs"))
          && !changed.toString().endsWith(".lock")) {
        assertThat(unflushedDirectories).as("before %s moves", changed).isEmpty();
        if (call.group(1).equals("rename")) {
          assertThat(flushed).contains(path);
        }
        unflushedDirectories.add(changed.resolveSibling("").normalize().toString());
        refs++;
      }
    }
    assertThat(unflushedDirectories).isEmpty();
    assertThat(refs)
        .as("two intents written and deleted, two moves of the branch, two indexes")
        .isEqualTo(8);
  }

  @Test
  void a_full_disk_is_said_to_be_full_and_leaves_a_whole_ledger() throws Exception {
    assumeRuns(List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", state.toString()));
    String program =
        LedgerProgram.command(state.toString(), "deploy=a", "squeeze", "deploy=z").stream()
            .collect(Collectors.joining("' '", "'", "'"));

    String output =
        run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=1m tmpfs " + state + " && " + program));

    assertThat(output).startsWith("deployed a\n").endsWith("deployed z\n");
    assertThat(output.lines().filter(line -> line.startsWith("failed")))
        .isNotEmpty()
        .allMatch(line ->
            line.matches(
                "failed (intend|settle) operator: the ledger can't be used: no space left in "
                    + state
                    + "/ledger\\.git \\(tmpfs: .* of 1024 KiB free\\) \\| make room: df -h .*"));
    assertThat(output).contains("failed intend", "failed settle", "deployed squeezed");
    assertThat(output.lines().filter(line -> line.startsWith("left")))
        .hasSize(17)
        .allMatch(line -> line.endsWith("findings []"));
  }

  @Test
  void a_read_only_file_system_is_named() throws Exception {
    assumeRuns(List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", state.toString()));
    String program =
        LedgerProgram.command(state.toString(), "deploy=a").stream()
            .collect(Collectors.joining("' '", "'", "'"));

    String output =
        run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs tmpfs %1$s && %2$s && mount -o remount,ro %1$s && %2$s"
                    .formatted(state, program)));

    assertThat(output)
        .contains(
            "failed intend operator: the ledger can't be used: "
                + state
                + "/ledger.git can't be written: it is mounted read-only",
            "findmnt -T " + state);
  }

  @Test
  void another_owner_is_named() throws Exception {
    Path state = Files.createDirectory(this.state.resolve("state"));
    giveAway(state);
    assertThat(runUnprivileged(state, "deploy=a"))
        .startsWith("failed intend operator: the ledger cannot be written or read by this user")
        .endsWith("chown -R root " + state + "\n");

    run(LedgerProgram.command(state.toString(), "deploy=a"));
    giveAway(state);
    assertThat(runUnprivileged(state, "deploy=b"))
        .startsWith("failed intend operator: the ledger cannot be written or read by this user")
        .endsWith("chown -R root " + state + "/ledger.git\n");
  }

  @Test
  void a_ledger_out_of_reach_is_no_empty_one() throws Exception {
    run(LedgerProgram.command(state.toString(), "deploy=a", "refuse"));
    giveAway(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(runUnprivileged(state, "history")).startsWith("quarantine {");
    for (String closed :
        List.of("refs/heads/powersync", "refs/lastgood/index", "refs/heads", ".")) {
      Files.setPosixFilePermissions(state.resolve("ledger.git").resolve(closed), Set.of());
      assertThat(runUnprivileged(state, "history", "deploy=b").lines())
          .hasSize(2)
          .allMatch(line -> line.matches("failed .* cannot be written or read by this user: .*"));
      Files.setPosixFilePermissions(
          state.resolve("ledger.git").resolve(closed),
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void giveAway(Path directory) throws InterruptedException {
    assumeRuns(List.of("chown", "-R", "65534", directory.toString()));
  }

  /// As root without root's right to read and write what belongs to others.
  private static String runUnprivileged(Path state, String... verbs)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"));
    command.add("true");
    assumeRuns(command);
    command.removeLast();
    command.addAll(
        LedgerProgram.command(
            Stream.concat(Stream.of(state.toString()), Stream.of(verbs)).toArray(String[]::new)));
    return run(command);
  }

  @Test
  void stock_git_fetches_a_copy_through_upload_pack() throws Exception {
    Content a = LedgerSamples.content("a");
    ledger().settle(deployed(Optional.empty(), a), contents(a));
    Path copy = state.resolve("copy.git");
    String server =
        String.join(" ", LedgerProgram.command(state.toString(), "upload-pack")).replace("%", "%%");

    new StockGit(state).run("clone", "--quiet", "--mirror", "ext::" + server, copy.toString());

    assertThat(new StockGit(copy).run("log", "-1", "--format=%H", "powersync").strip())
        .isEqualTo(ledger().history(POWERSYNC).newest().orElseThrow().id().toString());
    assertThat(run(LedgerProgram.command(copy.toString(), "upload-pack")))
        .contains("there is no ledger");
  }

  private GitLedger ledger() {
    return new GitLedger(state, "host1", () -> START);
  }

  private static void assumeRuns(List<String> command) {
    try {
      Tool.run(Path.of("/"), command.toArray(String[]::new));
    } catch (AssertionError e) {
      abort("cannot run " + e.getMessage());
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
    return output;
  }
}
