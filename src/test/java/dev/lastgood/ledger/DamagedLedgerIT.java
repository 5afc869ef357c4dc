// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a disk or a person makes of the ledger's files, it is told as damage, and soon.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DamagedLedgerIT {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

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

  @ParameterizedTest
  @EnumSource
  void an_object(Damage damage) throws Exception {
    for (String what : new String[] {"", "^{tree}", ":record.json", ":live"}) {
      Path file = object(git.run("rev-parse", newest.id() + what).strip());
      byte[] before = Files.readAllBytes(file);
      file.toFile().setWritable(true);

      damage.to(file);

      assertDamaged(what);
      remove(file);
      Files.write(file, before);
      assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_ref_of_a_history(Damage damage) throws Exception {
    aRef("heads/powersync", damage);
  }

  @ParameterizedTest
  @EnumSource
  void the_ref_of_an_index(Damage damage) throws Exception {
    aRef("lastgood/index/powersync", damage);
  }

  private void aRef(String name, Damage damage) throws Exception {
    Path file = directory.resolve("refs/" + name);
    damage.to(file);
    if (Files.isDirectory(file)) {
      useAll(); // to any Git an empty directory is no ref
    } else {
      assertDamaged(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void packed_refs(Damage damage) throws Exception {
    git.run("pack-refs", "--all");

    damage.to(directory.resolve("packed-refs"));

    useAll(); // refs that are gone are no damage that could be seen here
  }

  @ParameterizedTest
  @EnumSource
  void a_pack(Damage damage) throws Exception {
    git.run("repack", "-adq");
    git.run("prune-packed");
    try (Stream<Path> packs = Files.list(directory.resolve("objects/pack"))) {
      for (Path pack : packs.filter(each -> !each.toString().endsWith(".rev")).toList()) {
        pack.toFile().setWritable(true);
        damage.to(pack);
      }
    }
    assertDamaged("the pack");
  }

  @ParameterizedTest
  @EnumSource
  void the_settings_never_break_anything_of_ours(Damage damage) throws Exception {
    for (String name : new String[] {"HEAD", "config"}) {
      damage.to(directory.resolve(name));
      useAll();
    }
  }

  private void useAll() throws Exception {
    outcome(() -> ledger.history(POWERSYNC));
    outcome(() -> new LedgerArchive(state, "host1", () -> START).audit());
    outcome(() -> ledger.settle(deployed(Optional.of(A), B), contents(B)));
  }

  private void assertDamaged(String what) throws Exception {
    Optional<StepFailed> reading = outcome(() -> ledger.history(POWERSYNC));
    Optional<StepFailed> contents = outcome(() -> ledger.contents(newest.id()));
    assertThat(reading.or(() -> contents)).as(what).isPresent();
    Optional<StepFailed> failed =
        outcome(() ->
            assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems())
                .as(what)
                .isNotEmpty());
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

  private static void remove(Path file) throws IOException {
    Files.delete(file);
  }
}
