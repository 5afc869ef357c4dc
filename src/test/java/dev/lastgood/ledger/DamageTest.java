// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.deploy.LedgerSamples.POWERSYNC;
import static dev.lastgood.deploy.LedgerSamples.START;
import static dev.lastgood.deploy.LedgerSamples.contents;
import static dev.lastgood.deploy.LedgerSamples.deployed;
import static dev.lastgood.deploy.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.lastgood.deploy.LedgerSamples;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Remedy;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a disk or a person makes of the ledger's files, it is told as damage, and soon.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(30)
final class DamageTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final long GIGABYTES = 4L << 30;

  @TempDir private Path state;
  private Path directory;
  private GitLedger ledger;
  private StockGit git;
  private Entry newest;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void write() throws StepFailed {
    directory = state.resolve("ledger.git");
    ledger = new GitLedger(state, "host1", () -> START);
    git = new StockGit(directory);
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    newest = ledger.settle(rolledBack(A, B), contents(A, B));
  }

  /// What becomes of a file.
  interface Damage {
    void done(Path file) throws IOException;
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        argumentSet("garbled", (Damage) DamageTest::garble),
        argumentSet("emptied", (Damage) file -> Files.write(file, new byte[0])),
        argumentSet("cut", (Damage) DamageTest::cut),
        argumentSet("filled with zeros", (Damage) DamageTest::zero),
        argumentSet("gigabytes", (Damage) DamageTest::inflate),
        argumentSet("a pipe", (Damage) DamageTest::pipe),
        argumentSet("a directory", (Damage) DamageTest::directory));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void an_object(Damage damage) throws Exception {
    for (String what : new String[] {"", "^{tree}", ":record.json", ":live"}) {
      Path file = object(git.run("rev-parse", newest.id() + what).strip());
      byte[] before = Files.readAllBytes(file);
      file.toFile().setWritable(true);

      damage.done(file);

      assertDamaged(what);
      remove(file);
      Files.write(file, before);
      assertThat(new LedgerVerifier(state).verify().findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void the_ref_of_a_history(Damage damage) throws Exception {
    aRef("heads/powersync", damage);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void a_ref_of_the_quarantine(Damage damage) throws Exception {
    aRef("lastgood/quarantine/powersync/" + B.blob(), damage);
  }

  private void aRef(String name, Damage damage) throws Exception {
    Path file = directory.resolve("refs/" + name);
    damage.done(file);
    if (Files.isDirectory(file)) {
      useAll(); // to any Git an empty directory is no ref
    } else {
      assertDamaged(name);
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void packed_refs(Damage damage) throws Exception {
    git.run("pack-refs", "--all");

    damage.done(directory.resolve("packed-refs"));

    useAll(); // refs that are gone are no damage that could be seen here
  }

  @ParameterizedTest
  @MethodSource("damages")
  void a_pack(Damage damage) throws Exception {
    git.run("repack", "-adq");
    git.run("prune-packed");
    try (Stream<Path> packs = Files.list(directory.resolve("objects/pack"))) {
      for (Path pack : packs.filter(each -> !each.toString().endsWith(".rev")).toList()) {
        pack.toFile().setWritable(true);
        damage.done(pack);
      }
    }
    assertDamaged("the pack");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void the_settings_never_break_anything_of_ours(Damage damage) throws Exception {
    for (String name : new String[] {"HEAD", "config"}) {
      damage.done(directory.resolve(name));
      useAll();
    }
  }

  private void useAll() throws Exception {
    outcome(() -> ledger.history(POWERSYNC));
    outcome(() -> new LedgerVerifier(state).verify());
    outcome(() -> ledger.settle(deployed(Optional.of(A), B), contents(B)));
  }

  private void assertDamaged(String what) throws Exception {
    Optional<StepFailed> reading = outcome(() -> ledger.history(POWERSYNC));
    Optional<StepFailed> contents = outcome(() -> ledger.contents(newest.id()));
    assertThat(reading.or(() -> contents)).as(what).isPresent();
    Optional<StepFailed> failed =
        outcome(
            () -> assertThat(new LedgerVerifier(state).verify().findings()).as(what).isNotEmpty());
    failed.ifPresent(failure -> assertThat(failure.failure().hint()).isNotBlank());
    outcome(() -> ledger.settle(deployed(Optional.of(A), B), contents(B)));
  }

  /// Either it can be done, or an operator is told what is wrong.
  private static Optional<StepFailed> outcome(Work work) throws Exception {
    try {
      work.done();
      return Optional.empty();
    } catch (StepFailed e) {
      assertThat(e.failure().remedy()).isEqualTo(Remedy.OPERATOR);
      return Optional.of(e);
    }
  }

  private interface Work {
    void done() throws Exception;
  }

  private Path object(String id) {
    return directory.resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2));
  }

  private static void garble(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 3) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static void zero(Path file) throws IOException {
    Files.write(file, new byte[(int) Files.size(file)]);
  }

  private static void inflate(Path file) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(GIGABYTES);
    }
  }

  private static void pipe(Path file) throws IOException {
    Files.delete(file);
    Tool.run(Path.of("/"), "mkfifo", file.toString());
  }

  private static void directory(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
  }

  private static void remove(Path file) throws IOException {
    Files.delete(file);
  }
}
