// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.JoinContract;
import dev.lastgood.sync.port.LedgerRemote.Comparison;
import dev.lastgood.sync.port.LedgerRemote.Unpushed;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The record and a bare repository on the same machine.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class GitLedgerRemoteTest {
  @TempDir private Path here;
  @TempDir private Path other;
  @TempDir private Path record;
  private GitOrigin origin;
  private RecordHost host;
  private RecordHost twin;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void make() {
    origin = GitOrigin.create(record);
    host = RecordHost.of(here, "file://" + record);
    twin = RecordHost.of(other, "file://" + record);
  }

  @Test
  void nothing_here_and_nothing_there_are_equal_and_write_nothing() throws Exception {
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
    assertThat(here).isEmptyDirectory();
  }

  @Test
  void what_is_pushed_is_an_ordinary_branch_with_all_that_its_entries_hold() throws Exception {
    Entry first = host.deploys("", "a");
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());
    assertThat(host.there().unpushed(POWERSYNC))
        .isEqualTo(new Unpushed(1, Optional.of(first.at())));

    host.there().push(POWERSYNC, first.id());
    host.git("repack", "-adq"); // the next one has parents in a pack
    Entry second = host.deploys("a", "b");
    assertThat(host.there().unpushed(POWERSYNC))
        .isEqualTo(new Unpushed(1, Optional.of(second.at())));
    host.there().push(POWERSYNC, second.id());

    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(second.id().toString());
    assertThat(there("fsck", "--strict", "--full")).doesNotContain("error", "missing", "dangling");
    assertThat(there("show", RecordHost.BRANCH + ":live")).isEqualTo("b");
    assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
  }

  /// As a hand leaves it, or a disk.
  @Test
  void a_ref_of_what_is_there_that_names_no_entry_says_nothing() throws Exception {
    Entry newest = host.pushes("a", "b");
    String ref = host.git("for-each-ref", "--format=%(refname)", "refs/lastgood/remote").strip();
    for (String wrong :
        List.of(newest.id() + ":live", "1234567890123456789012345678901234567890")) {
      String id = wrong.contains(":") ? host.git("rev-parse", wrong).strip() : wrong;
      Files.writeString(host.directory().resolve(ref), id + "\n");

      assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(2);
      assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
      assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
    }
  }

  @Test
  void where_the_branch_is_can_be_asked_without_bringing_anything() throws Exception {
    assertThat(twin.there().tip(POWERSYNC)).isEmpty();
    Entry newest = host.pushes("a", "b");
    assertThat(twin.there().tip(POWERSYNC)).contains(newest.id());
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void a_lost_record_is_brought_verified_and_on_disk_and_no_branch_moves() throws Exception {
    Entry newest = host.pushes("a", "b", "c");

    Comparison comparison = twin.there().compare(POWERSYNC);

    assertThat(comparison).isEqualTo(new Comparison.Behind(newest.id()));
    assertThat(twin.entries()).isEmpty();
    assertThat(other).isDirectoryNotContaining(file -> file.toString().contains("incoming"));
    twin.ledger().adopt(POWERSYNC, newest.id());
    assertThat(twin.entries()).isEqualTo(host.entries()).hasSize(3);
    assertThat(twin.git("fsck", "--strict", "--full")).doesNotContain("error", "missing");
    assertThat(new LedgerArchive(other, "host1", Instant::now).audit().problems()).isEmpty();
    assertThat(twin.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(twin.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
  }

  @Test
  void only_what_is_new_comes_to_a_record_that_is_behind() throws Exception {
    twin.there().compare(POWERSYNC);
    Entry first = host.pushes("a");
    twin.there().compare(POWERSYNC);
    twin.ledger().adopt(POWERSYNC, first.id());
    Entry second = host.deploys("a", "b");
    host.there().push(POWERSYNC, second.id());

    assertThat(twin.there().compare(POWERSYNC)).isEqualTo(new Comparison.Behind(second.id()));

    assertThat(twin.git("count-objects", "-v")).contains("packs: 2", "in-pack: 8");
  }

  @Test
  void the_same_comparison_again_brings_nothing() throws Exception {
    Entry newest = host.pushes("a", "b");
    twin.there().compare(POWERSYNC);

    assertThat(twin.there().compare(POWERSYNC)).isEqualTo(new Comparison.Behind(newest.id()));
    assertThat(twin.git("count-objects", "-v")).contains("packs: 1");
  }

  @Test
  void two_that_have_gone_apart_are_joined_and_the_join_is_pushed() throws Exception {
    Entry ours = host.pushes("a");
    twin.deploys("", "b");
    Comparison comparison = twin.there().compare(POWERSYNC);
    assertThat(comparison).isEqualTo(new Comparison.Apart(ours.id()));

    Entry join =
        twin.ledger()
            .join(
                JoinContract.joined(LedgerSamples.content("b")),
                contents(LedgerSamples.content("b")),
                ours.id());
    twin.there().push(POWERSYNC, join.id());
    twin.ledger().adopt(POWERSYNC, join.id());

    assertThat(twin.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Behind(join.id()));
    host.ledger().adopt(POWERSYNC, join.id());
    assertThat(host.entries()).containsExactlyInAnyOrderElementsOf(twin.entries()).hasSize(3);
    assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
  }

  @Test
  void after_a_join_only_what_came_since_is_unpushed() throws Exception {
    Entry first = host.pushes("a");
    twin.there().compare(POWERSYNC);
    twin.ledger().adopt(POWERSYNC, first.id());
    Entry theirs = host.deploys("a", "b");
    host.there().push(POWERSYNC, theirs.id());
    twin.deploys("a", "c");
    twin.there().compare(POWERSYNC);
    Entry join =
        twin.ledger()
            .join(
                JoinContract.joined(LedgerSamples.content("c")),
                contents(LedgerSamples.content("c")),
                theirs.id());
    twin.ledger().adopt(POWERSYNC, join.id());

    assertThat(twin.there().unpushed(POWERSYNC).entries()).isEqualTo(2);
  }

  @Test
  void a_push_is_to_be_tried_again_when_the_branch_was_moved_meanwhile() throws Exception {
    Entry first = host.pushes("a");
    twin.there().compare(POWERSYNC);
    twin.ledger().adopt(POWERSYNC, first.id());
    Entry theirs = twin.deploys("a", "b");
    twin.there().push(POWERSYNC, theirs.id());
    Entry ours = host.deploys("a", "c");

    Failure failure = failure(() -> host.there().push(POWERSYNC, ours.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.step()).isEqualTo(Step.PUSH);
    assertThat(failure.message())
        .isEqualTo("branch web-arm/powersync at file://" + record + " was moved meanwhile");
    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(theirs.id().toString());
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Apart(theirs.id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-arm", "web-arm/powersync/old"})
  void a_branch_that_leaves_no_place_for_this_one_is_an_operators(String other) throws Exception {
    Entry entry = host.deploys("", "a");
    twin.pushes("b");
    there("update-ref", "refs/heads/aside", "refs/heads/" + RecordHost.BRANCH);
    there("update-ref", "-d", "refs/heads/" + RecordHost.BRANCH);
    there("update-ref", "refs/heads/" + other, "refs/heads/aside");

    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("another branch is in its way: " + other);
    assertThat(failure.hint()).contains("set ledger.host");
  }

  /// As a program leaves it that was killed there.
  @Test
  void a_branch_that_is_locked_was_not_moved() throws Exception {
    host.pushes("a");
    Entry entry = host.deploys("a", "b");
    Path lock = Files.createFile(record.resolve("refs/heads/" + RecordHost.BRANCH + ".lock"));

    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));

    assertThat(failure.message()).endsWith(" is locked");
    assertThat(failure.hint()).endsWith("rm " + lock);
    Files.delete(lock);
    host.there().push(POWERSYNC, entry.id());
  }

  /// It would keep the whole record from ever being brought back from there.
  @Test
  void an_entry_that_does_not_fit_is_not_pushed() throws Exception {
    Entry first = host.pushes("a");
    host.deploys("a", "b");
    String forged =
        host.git(
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@x",
                "commit-tree",
                "-p",
                "powersync~1",
                "-m",
                "forged",
                "powersync^{tree}")
            .strip();
    host.git("update-ref", "refs/heads/powersync", forged);

    Failure failure = failure(() -> host.there().push(POWERSYNC, EntryId.of(forged)));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("entry " + forged + " is not pushed: ");
    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(first.id().toString());
  }

  @Test
  void a_branch_that_somebody_deleted_is_pushed_anew() throws Exception {
    Entry newest = host.pushes("a", "b");
    there("update-ref", "-d", "refs/heads/" + RecordHost.BRANCH);

    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());
    assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(2);
    host.there().push(POWERSYNC, newest.id());

    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
  }

  @Test
  void what_is_known_of_the_remote_may_be_lost() throws Exception {
    host.pushes("a", "b");
    host.git(
        "update-ref",
        "-d",
        host.git("for-each-ref", "--format=%(refname)", "refs/lastgood/remote"));

    assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(2);
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
  }

  @Test
  void a_repository_restored_from_an_old_copy_is_pushed_to() throws Exception {
    Entry newest = host.pushes("a", "b");
    there("update-ref", "refs/heads/" + RecordHost.BRANCH, RecordHost.BRANCH + "~1");

    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());
    assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(1);
    host.there().push(POWERSYNC, newest.id());

    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
  }

  @Test
  void what_was_known_of_one_repository_is_not_taken_for_another_ones(@TempDir Path moved)
      throws Exception {
    Entry newest = host.pushes("a", "b");
    GitOrigin.create(moved);
    RecordHost changed = RecordHost.of(here, "file://" + moved);

    assertThat(changed.there().unpushed(POWERSYNC).entries()).isEqualTo(2);
    assertThat(changed.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());
    changed.there().push(POWERSYNC, newest.id());

    assertThat(Tool.git(moved, "rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
  }

  @Test
  void a_rewritten_branch_is_refused_and_the_hint_helps() throws Exception {
    Entry newest = host.pushes("a", "b");
    RecordHost stranger = RecordHost.of(other, "file://" + record);
    stranger.deploys("", "z");
    Tool.git(
        other.resolve("ledger.git"),
        "push",
        "-q",
        "--force",
        record.toString(),
        "powersync:refs/heads/" + RecordHost.BRANCH);

    Failure failure = failure(() -> host.there().compare(POWERSYNC));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .contains("was rewritten")
        .contains("entry " + newest.id() + ", which it had, is not in it any more");
    assertThat(host.git("count-objects", "-v")).as("nothing came").contains("packs: 0");
    assertThat(host.there().unpushed(POWERSYNC).entries())
        .as("none of it is known to be there")
        .isEqualTo(2);
    assertThat(failure(() -> host.there().compare(POWERSYNC))).as("again").isEqualTo(failure);

    String command = failure.hint().substring(failure.hint().indexOf("git -C"));
    Tool.run(here, command.split(" "));
    assertThat(host.there().compare(POWERSYNC)).isInstanceOf(Comparison.Apart.class);
  }

  @Test
  void a_rewritten_branch_can_be_put_back_from_what_this_host_knows() throws Exception {
    Entry newest = host.pushes("a", "b");
    there("update-ref", "-d", "refs/heads/" + RecordHost.BRANCH);
    origin.commit(RecordHost.BRANCH, "README", "something else");
    failure(() -> host.there().compare(POWERSYNC));
    String lost = host.git("for-each-ref", "--format=%(refname)", "refs/lastgood/remote-lost");

    host.git("push", "-q", "--force", record.toString(), lost + ":refs/heads/" + RecordHost.BRANCH);

    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
  }

  @Test
  void a_branch_that_is_no_record_is_refused_and_the_hint_helps() throws Exception {
    host.deploys("", "a");
    origin.commit(RecordHost.BRANCH, "README", "something else");

    Failure failure = failure(() -> host.there().compare(POWERSYNC));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.step()).isEqualTo(Step.RECONCILE);
    assertThat(failure.message())
        .startsWith("branch web-arm/powersync at file://" + record + " is no record of powersync")
        .contains("has no record.json");
    assertThat(host.git("count-objects", "-v")).as("nothing came").contains("packs: 0");

    String command = failure.hint().substring(failure.hint().indexOf("git branch"));
    Tool.run(record, command.split(" "));
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());
  }

  @Test
  void a_host_name_that_is_no_part_of_a_branch_is_refused_where_it_is_used() throws Exception {
    RecordHost odd = new RecordHost(here, host.remote(), "web/../arm");
    Entry entry = odd.deploys("", "a");

    assertThat(odd.there().address(POWERSYNC)).isEmpty();
    for (Failure failure :
        List.of(
            failure(() -> odd.there().compare(POWERSYNC)),
            failure(() -> odd.there().push(POWERSYNC, entry.id())),
            failure(() -> odd.there().unpushed(POWERSYNC)))) {
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message())
          .isEqualTo("this host's name 'web/../arm' can't be a part of a branch's name");
      assertThat(failure.hint()).isEqualTo("set ledger.host");
    }
  }

  @Test
  void a_repository_that_is_not_there_is_an_operators_and_is_not_made() throws Exception {
    Path missing = other.resolve("missing.git");
    RecordHost lost = RecordHost.of(here, "file://" + missing);
    Entry entry = lost.deploys("", "a");

    Failure failure = failure(() -> lost.there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo("there is no directory " + missing);
    assertThat(failure.hint()).isEqualTo("correct ledger.push.url");
    assertThat(missing).doesNotExist();
  }

  private String there(String... arguments) {
    return Tool.git(record, arguments);
  }
}
