// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.model.CommitLog;
import dev.lastgood.sync.port.Mirror.Ancestry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class PathHistoryTest {
  private final ObjectsInMemory objects = new ObjectsInMemory();

  @Test
  void is_not_kept_busy_by_parents_that_share_their_hash_code() throws Exception {
    ObjectId deployed = commit("");
    ObjectId tip = deployed;
    for (int i = 0; i < 10; i++) {
      StringBuilder parents = new StringBuilder("parent " + tip.name() + "\n");
      for (int j = 1; j < 1000; j++) {
        parents.append("parent %08x%032x%n".formatted(1000 * i + j, 0));
      }
      tip = commit(parents.toString());
    }
    PathHistory history =
        new PathHistory(
            objects,
            Set.of(),
            _ -> false,
            commit -> {
              throw new AbsentObjectException(commit, ObjectType.TREE);
            });
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = thread.getCurrentThreadAllocatedBytes();
    PathHistory.Result told = history.between(deployed, tip, Ancestry.DESCENDS);
    CommitLog walked = history.writer(tip).touching();
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(told.touching()).isInstanceOf(CommitLog.Unknown.class);
    assertThat(walked).isInstanceOf(CommitLog.Unknown.class);
    assertThat(allocated).as("a hash table's search allocates").isLessThan(300 << 20);
  }

  @Test
  void names_a_thousand_commits_and_of_more_it_knows_that_it_names_nobody() throws Exception {
    ObjectId deployed = commit("");
    ObjectId tip = deployed;
    for (int i = 0; i < 1_000; i++) {
      tip = commit("parent " + tip.name() + "\n");
    }
    PathHistory history =
        new PathHistory(
            objects, Set.of(), _ -> false, commit -> Optional.of(commit.getId().copy()));

    CommitLog thousand = history.between(deployed, tip, Ancestry.DESCENDS).touching();
    ObjectId next = commit("parent " + tip.name() + "\n");
    CommitLog more = history.between(deployed, next, Ancestry.DESCENDS).touching();

    assertThat(thousand)
        .isInstanceOfSatisfying(
            CommitLog.Known.class, known -> assertThat(known.commits()).hasSize(1_000));
    assertThat(more).isInstanceOf(CommitLog.Unknown.class);
  }

  private ObjectId commit(String parents) throws CorruptObjectException {
    String who = " A <a@example.org> 1763000000 +0000\n";
    String text =
        "tree %040x\n".formatted(1) + parents + "author" + who + "committer" + who + "\nA\n";
    GitObject commit = GitObject.of(ObjectType.COMMIT, text.getBytes(StandardCharsets.ISO_8859_1));
    objects.add(List.of(commit));
    return commit.id();
  }
}
