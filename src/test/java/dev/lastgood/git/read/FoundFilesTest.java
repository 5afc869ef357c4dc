// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.testkit.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// While a branch does not move, its file is known without the mirror; with anything else, it is
/// not.
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Way.class,
    names = {"PATH_ONLY", "SHALLOW_CLONE"})
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class FoundFilesTest {
  private final Way way;
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;
  private Mirror.Found first;

  FoundFilesTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(directory).filtering(way == Way.PATH_ONLY);
    source = bench.http().build();
    Change change =
        Change.of("Ünïcode\n\n# of a = line \\ and\n  another\n\nTrailer: x")
            .by("Zoë # = <zoe@example.org>")
            .file("rules", "one")
            .file("other", "two");
    bench.origin.commit("master", change);
    first = bench.locate(source, "rules");
    assertThat(first.way()).isEqualTo(way);
    loseTheMirror();
  }

  /// As another process finds it.
  private void loseTheMirror() throws IOException {
    try (Stream<Path> files = Files.walk(bench.place())) {
      files.sorted(Comparator.reverseOrder()).forEach(FoundFilesTest::delete);
    }
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertIsRead(Source from, String path) throws Exception {
    bench.locate(from, path);
    assertThat(bench.place()).exists();
  }

  @Test
  void an_unchanged_tip_opens_no_mirror() throws Exception {
    bench.server.forget();

    assertThat(bench.locate(source, "rules")).isEqualTo(first);
    assertThat(bench.place()).doesNotExist();
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void its_content_is_fetched_again_when_it_is_asked_for() throws Exception {
    Mirror.Found found = bench.locate(source, "rules");

    assertThat(bench.mirror.read(source, found, 1 << 20).text()).isEqualTo("one");
    assertThat(bench.place()).exists();
  }

  @Test
  void a_signature_is_looked_for_though_the_mirror_is_lost() throws Exception {
    Path signers = Files.writeString(directory.resolve("allowed_signers"), "");
    Source signed = bench.http().signed(Optional.of(signers), Optional.empty()).build();
    Mirror.Found found = bench.locate(signed, "rules");
    List<CommitId> commits = List.of(found.tip().commit());

    Failure failure = Bench.failure(() -> bench.mirror.verify(signed, found.tip(), commits));

    assertThat(failure.message()).contains("is not signed");
  }

  @Test
  void another_path_is_read_and_then_both_are_known() throws Exception {
    assertIsRead(source, "other");

    loseTheMirror();
    bench.locate(source, "other");
    assertThat(bench.locate(source, "rules")).isEqualTo(first);
    assertThat(bench.place()).doesNotExist();
  }

  @Test
  void another_branch_at_the_same_commit_is_read() throws Exception {
    bench.origin.reset("topic", bench.origin.tip("master"));
    assertIsRead(bench.http().on(Optional.of("topic")).build(), "rules");
  }

  @Test
  void another_address_is_read() throws Exception {
    assertIsRead(bench.http().at(bench.server.url("app.git/")).build(), "rules");
  }

  @Test
  void another_tip_is_read() throws Exception {
    bench.origin.commit("master", "other", "three");
    assertIsRead(source, "rules");
  }

  @Test
  void another_way_of_reading_is_read() throws Exception {
    Files.delete(directory.resolve("state/mirror/app.server"));
    bench.filtering(way != Way.PATH_ONLY);
    assertIsRead(source, "rules");
  }

  @Test
  void what_somebody_wrote_into_the_file_is_not_believed() throws Exception {
    Path file = directory.resolve("state/mirror/app.found");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)^authored=.*", "authored=x"));
    assertIsRead(source, "rules");
  }

  @Test
  void a_blob_that_is_not_at_the_path_is_not_read_and_found_out_for_the_next_pass()
      throws Exception {
    Path file = directory.resolve("state/mirror/app.found");
    String other = bench.origin.git("rev-parse", "master:other").strip();
    for (String wrong : List.of(other, "ab".repeat(20))) {
      Files.writeString(file, Files.readString(file).replace(first.blob().hex(), wrong));
      Mirror.Found found = bench.locate(source, "rules");
      assertThat(found.blob().hex()).isEqualTo(wrong);

      Failure failure = Bench.failure(() -> bench.mirror.read(source, found, 1 << 20));

      assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
      assertThat(bench.read(source, "rules")).isEqualTo("one");
    }
  }
}
