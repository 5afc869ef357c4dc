// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading the ledger from its plain files must say what JGit says of the repository, in whatever
/// form an operator's Git has put it.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LooseFilesTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

  @TempDir private Path state;
  private Path directory;
  private GitLedger ledger;
  private StockGit git;
  private Entry newest;
  private History before;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// A branch, a quarantine and an open intent.
  @BeforeEach
  void fill() throws StepFailed {
    directory = state.resolve("ledger.git");
    ledger = anotherProcess();
    git = new StockGit(directory);
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    newest = ledger.settle(rolledBack(A, B), contents(A, B));
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    before = ledger.history(POWERSYNC);
    assertThat(before.newest()).hasValue(newest);
    assertThat(before.quarantine()).containsOnlyKeys(B.blob());
    assertThat(before.intent()).isPresent();
  }

  @Test
  void packed_objects_are_read() throws StepFailed {
    git.run("repack", "-adq");
    git.run("prune", "--expire=now"); // earlier lists of what stands
    assertThat(objectsOfTheirOwn()).isEmpty();
    assertSame();
  }

  @Test
  void packed_refs_are_read() throws StepFailed {
    git.run("pack-refs", "--all");
    assertThat(directory.resolve("refs/heads/powersync")).doesNotExist();
    assertSame();
  }

  @Test
  void a_ref_of_its_own_wins_over_a_packed_one_that_is_older() throws StepFailed {
    git.run("pack-refs", "--all");
    Entry later = ledger.settle(deployed(Optional.of(A), B), contents(B));
    assertThat(git.run("show-ref", "--hash", "refs/heads/powersync")).isEqualTo(later.id() + "\n");
    assertThat(directory.resolve("packed-refs")).content().contains(newest.id().toString());
    assertThat(ledger.history(POWERSYNC).newest()).hasValue(later);
  }

  @Test
  void tags_in_packed_refs_do_not_disturb() throws StepFailed {
    git.run("-c", "user.name=a", "-c", "user.email=a@b", "tag", "-am", "x", "mine", "powersync");
    git.run("pack-refs", "--all");
    assertThat(directory.resolve("packed-refs")).content().contains("\n^");
    assertSame();
  }

  @Test
  void an_operators_ref_with_a_name_that_is_no_utf_8_does_not_disturb() throws Exception {
    git.run("pack-refs", "--all");
    String line = newest.id() + " refs/tags/gr\u00fcn\n";
    Files.write(
        directory.resolve("packed-refs"), line.getBytes(ISO_8859_1), StandardOpenOption.APPEND);
    assertSame();
  }

  @Test
  void a_symbolic_ref_is_followed() throws StepFailed {
    git.run("branch", "-m", "powersync", "other");
    git.run("symbolic-ref", "refs/heads/powersync", "refs/heads/other");
    assertSame();
  }

  @Test
  void refs_in_another_format_are_read() throws Exception {
    try (FileRepository jgit =
        (FileRepository)
            new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      jgit.convertRefStorage("reftable", false, false);
    }
    assertThat(directory.resolve("reftable")).isDirectory();
    assertSame();
  }

  @Test
  void a_lock_beside_a_ref_is_no_ref() throws Exception {
    Files.createFile(directory.resolve("refs/lastgood/index/x.lock"));
    assertSame();
  }

  @Test
  void an_object_that_was_cut_off_is_damage() throws Exception {
    Path object = file(newest.id().toString());
    byte[] whole = Files.readAllBytes(object);
    object.toFile().setWritable(true);
    Files.write(object, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> anotherProcess().history(POWERSYNC)).isInstanceOf(StepFailed.class);
  }

  @Test
  void an_object_in_anothers_place_is_damage() throws Exception {
    Path object = file(newest.id().toString());
    Path other = file(git.run("rev-parse", "powersync~1").strip());
    object.toFile().setWritable(true);
    Files.write(object, Files.readAllBytes(other));
    assertThatThrownBy(() -> anotherProcess().history(POWERSYNC))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("was altered");
  }

  /// To JGit it is a ref that does not exist: the record would begin anew.
  @ParameterizedTest
  @ValueSource(
      strings = {"", "0123\n", "0123456789012345678901234567890123456789", "\0\0\0\0", "gr\u00fcn"})
  void a_branch_that_holds_no_id_is_damage(String text) throws Exception {
    Files.writeString(directory.resolve("refs/heads/powersync"), text, ISO_8859_1);
    assertThatThrownBy(() -> ledger.history(POWERSYNC))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("holds no object id");
  }

  /// One that has read nothing yet.
  private GitLedger anotherProcess() {
    return new GitLedger(state, "host1", () -> START);
  }

  private void assertSame() throws StepFailed {
    assertThat(anotherProcess().history(POWERSYNC)).isEqualTo(before);
  }

  private Path file(String id) {
    return directory.resolve("objects", id.substring(0, 2), id.substring(2));
  }

  private List<Path> objectsOfTheirOwn() {
    try (var fanOut = Files.newDirectoryStream(directory.resolve("objects"), "[0-9a-f][0-9a-f]")) {
      var found = new ArrayList<Path>();
      fanOut.forEach(found::add);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
