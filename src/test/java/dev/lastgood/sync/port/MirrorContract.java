// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What every mirror does: the adapter's and the fake's.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class MirrorContract {
  /// The mirror under test.
  protected abstract Mirror mirror();

  /// A source whose branch is `master`.
  protected abstract Source source();

  /// The one file that [#commit] changes.
  protected abstract RepoPath path();

  /// Appends a commit to the branch.
  protected abstract CommitId commit(String text, String message);

  /// Makes the next commit the first of a new history.
  protected abstract void rewrite();

  /// Puts the server out of reach.
  protected abstract void down();

  @Test
  void look_names_the_branch_and_its_newest_commit() throws StepFailed {
    commit("one", "First");
    CommitId second = commit("two", "Second");

    assertThat(mirror().look(source())).isEqualTo(new Mirror.Tip(new Branch("master"), second));
  }

  @Test
  void reads_the_exact_bytes_at_the_path() throws StepFailed {
    commit("one\r\n\ttwo\u00e4\0three", "First");

    Mirror.Found found = locate();

    assertThat(found.commit().subject()).isEqualTo("First");
    assertThat(found.commit().id()).isEqualTo(found.tip().commit());
    Content content = mirror().read(source(), found, 1000);
    assertThat(content).isEqualTo(Content.of("one\r\n\ttwo\u00e4\0three"));
    assertThat(content.blob()).isEqualTo(found.blob());
  }

  @Test
  void follows_the_branch() throws StepFailed {
    commit("one", "First");
    locate();
    commit("two", "Second");
    commit("three", "Third");

    assertThat(mirror().read(source(), locate(), 1000)).isEqualTo(Content.of("three"));
  }

  @Test
  void follows_the_branch_after_a_rewrite() throws StepFailed {
    commit("one", "First");
    locate();
    rewrite();
    commit("two", "Other first");

    assertThat(mirror().read(source(), locate(), 1000)).isEqualTo(Content.of("two"));
  }

  @Test
  void may_be_asked_twice() throws StepFailed {
    commit("one", "First");

    assertThat(locate()).isEqualTo(locate());
  }

  @Test
  void refuses_a_blob_larger_than_the_target_takes() throws StepFailed {
    commit("12345", "First");
    Mirror.Found found = locate();

    assertThat(mirror().read(source(), found, 5)).isEqualTo(Content.of("12345"));
    StepFailed refusal =
        catchThrowableOfType(StepFailed.class, () -> mirror().read(source(), found, 4));
    assertThat(refusal.failure().remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(refusal.failure().hint()).contains("max-size");
  }

  @Test
  void a_tip_descends_from_itself() throws StepFailed {
    CommitId only = commit("one", "First");

    Mirror.Lineage lineage = lineage(only);

    assertThat(lineage.ancestry()).isEqualTo(Mirror.Ancestry.DESCENDS);
    assertThat(known(lineage)).isEmpty();
  }

  @Test
  void names_who_touched_the_path_since_newest_first() throws StepFailed {
    CommitId deployed = commit("one", "First");
    locate();
    commit("two", "Second");
    commit("three", "Third");

    Mirror.Lineage lineage = lineage(deployed);

    assertThat(lineage.ancestry()).isEqualTo(Mirror.Ancestry.DESCENDS);
    assertThat(known(lineage)).extracting(SourceCommit::subject).containsExactly("Third", "Second");
  }

  @Test
  void names_who_permits_something_since() throws StepFailed {
    CommitId deployed = commit("one", "First\n\nLastgood-Allow: removals");
    locate();
    commit("two", "Second\n\nLastgood-Allow: removals");
    commit("three", "Third");

    assertThat(lineage(deployed).permitting())
        .isInstanceOfSatisfying(
            CommitLog.Known.class,
            known ->
                assertThat(known.commits())
                    .extracting(SourceCommit::subject)
                    .containsExactly("Second"));
  }

  @Test
  void names_the_one_who_wrote_what_the_tip_holds() throws StepFailed {
    commit("one", "First");
    CommitId writer = commit("two", "Second");

    assertThat(mirror().writer(source(), locate().tip(), path()))
        .isInstanceOfSatisfying(
            CommitLog.Known.class,
            known ->
                assertThat(known.commits()).extracting(SourceCommit::id).containsExactly(writer));
  }

  @Test
  void what_was_before_a_rewrite_is_not_taken_for_nothing() throws StepFailed {
    commit("one", "First");
    locate();
    rewrite();
    commit("two", "Other first");

    Mirror.Lineage lineage = lineage(new CommitId("ab".repeat(20)));

    assertThat(lineage.ancestry()).isEqualTo(Mirror.Ancestry.REWRITTEN);
    assertThat(lineage.touching()).isInstanceOf(CommitLog.Unknown.class);
  }

  @Test
  void tells_a_rewrite() throws StepFailed {
    CommitId deployed = commit("one", "First");
    locate();
    rewrite();
    commit("two", "Other first");

    assertThat(lineage(deployed).ancestry()).isEqualTo(Mirror.Ancestry.REWRITTEN);
  }

  @Test
  protected void a_server_out_of_reach_is_for_the_next_pass() {
    commit("one", "First");
    down();

    StepFailed failed = catchThrowableOfType(StepFailed.class, () -> mirror().look(source()));

    assertThat(failed.failure().step()).isEqualTo(Step.LOOK);
    assertThat(failed.failure().remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failed.failure().hint()).isNotEmpty();
  }

  private Mirror.Found locate() throws StepFailed {
    return mirror().locate(source(), mirror().look(source()), path());
  }

  private Mirror.Lineage lineage(CommitId deployed) throws StepFailed {
    Mirror.Found found = locate();
    return mirror().lineage(source(), deployed, found.tip(), path());
  }

  private static List<SourceCommit> known(Mirror.Lineage lineage) {
    assertThat(lineage.touching()).isInstanceOf(CommitLog.Known.class);
    return ((CommitLog.Known) lineage.touching()).commits();
  }
}
