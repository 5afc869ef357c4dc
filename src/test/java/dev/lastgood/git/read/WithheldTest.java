// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CommitLog;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.testkit.Fault;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that sends no directories of older commits, as JGit's before 6 and Gerrit's do.
///
/// ```
/// master: deployed -- unsigned -- signed -- tip, which touches something else
/// ```
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class WithheldTest {
  private static final String PATH = "powersync/rules";

  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private String deployed;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(directory).filtering(true);
    deployed = bench.origin.commit("master", PATH, "one");
    bench.read(bench.http().build(), PATH);
    bench.origin.commit("master", PATH, "unsigned");
    String withheld = bench.origin.git("rev-parse", "master:powersync");
    bench.origin.commit("master", PATH, "signed");
    bench.origin.commit("master", "other", "x");
    bench.server.misbehave(new Fault.Mishear("want " + withheld, "want " + "dead".repeat(10)));
  }

  @Test
  void who_touched_the_path_is_unknown_and_not_nobody() throws Exception {
    Source source = bench.http().build();
    assertThat(bench.read(source, PATH)).isEqualTo("signed");

    Mirror.Lineage lineage = bench.lineage(source, deployed, PATH);

    assertThat(lineage.ancestry()).isEqualTo(Mirror.Ancestry.DESCENDS);
    assertThat(lineage.touching()).isInstanceOf(CommitLog.Unknown.class);
    assertThat(lineage.permitting()).isEqualTo(CommitLog.none());
    assertThat(bench.locate(source, PATH).way().word()).isEqualTo("path-only");
  }

  @Test
  void where_all_of_them_must_have_signed_the_history_is_had_in_another_way() throws Exception {
    Source source = bench.http().signed(Optional.empty(), Optional.empty()).build();
    assertThat(bench.read(source, PATH)).isEqualTo("signed");

    assertThat(Bench.known(bench.lineage(source, deployed, PATH)))
        .extracting(SourceCommit::subject)
        .containsExactly("change " + PATH, "change " + PATH);
    assertThat(bench.mirror.manner(source))
        .hasValueSatisfying(manner ->
            assertThat(manner)
                .doesNotStartWith("path-only")
                .contains("directories of older commits"));
    CommitLog writer =
        bench.mirror.writer(source, bench.locate(source, PATH).tip(), new RepoPath(PATH));
    assertThat(Bench.known(writer)).hasSize(1);
  }
}
