// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import dev.lastgood.testkit.Change;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A path that leads to no file any more has a history all the same: who left it so is told.
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Way.class,
    names = {"PATH_ONLY", "SHALLOW_CLONE"})
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RemovedPathTest {
  private static final String EVE = "Eve Editor <eve@example.org>";
  private static final String PATH = "config/rules";

  private final Way way;
  @TempDir private Path directory;
  @AutoClose private Bench bench;

  RemovedPathTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() {
    bench = new Bench(directory).filtering(way == Way.PATH_ONLY);
  }

  private void namesEve(UnaryOperator<Change> removal) throws Exception {
    var source = bench.http().build();
    String deployed = bench.origin.commit("master", PATH, "one");
    bench.read(source, PATH);
    bench.origin.commit("master", removal.apply(Change.of("Remove it").by(EVE)));
    bench.origin.commit("master", "other", "x");
    Bench.failure(() -> bench.locate(source, PATH));

    SourceCommit first = Bench.known(bench.lineage(source, deployed, PATH)).getFirst();

    assertThat(first.subject()).isEqualTo("Remove it");
    assertThat(first.author().email()).isEqualTo("eve@example.org");
  }

  @Test
  void a_deleted_file() throws Exception {
    namesEve(change -> change.delete(PATH));
  }

  @Test
  void a_deleted_directory() throws Exception {
    namesEve(change -> change.delete(PATH).file("config", "a file now"));
  }

  @Test
  void a_symlink() throws Exception {
    namesEve(change -> change.symlink(PATH, "/etc/passwd"));
  }

  @Test
  void a_submodule() throws Exception {
    namesEve(change -> change.submodule(PATH, "1".repeat(40)));
  }

  @Test
  void a_directory_in_its_place() throws Exception {
    namesEve(change -> change.delete(PATH).file(PATH + "/inside", "x"));
  }
}
