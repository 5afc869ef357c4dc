// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.testkit.Change;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PathFinderTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    source = bench.file().build();
    bench.origin.commit(
        "master",
        Change.of("All kinds")
            .file("powersync/sync-rules.yaml", "rules")
            .file("powersync/empty", "")
            .file("odd \" näme\\", "odd")
            .symlink("powersync/link.yaml", "sync-rules.yaml")
            .symlink("linked", "powersync")
            .submodule("vendor/lib", "1234567890123456789012345678901234567890")
            .lfsPointer("big.bin"));
  }

  @Test
  void finds_odd_names() throws Exception {
    assertThat(bench.read(source, "odd \" näme\\")).isEqualTo("odd");
  }

  @Test
  void an_empty_file_is_left_to_the_checks() throws Exception {
    assertThat(bench.read(source, "powersync/empty")).isEmpty();
  }

  @Test
  void names_the_directory_that_holds_no_such_file_and_what_may_be_meant() {
    Failure failure = refusal("powersync/sync_rules.yml");

    assertThat(failure.message())
        .isEqualTo(
            "branch master has no powersync/sync_rules.yml: powersync holds no sync_rules.yml");
    assertThat(failure.hint()).isEqualTo("did you mean sync-rules.yaml?");
  }

  @Test
  void names_the_first_directory_that_is_missing() {
    assertThat(refusal("power/sync/rules.yaml").message()).endsWith("its root holds no power");
  }

  @Test
  void refuses_a_symbolic_link() {
    assertThat(refusal("powersync/link.yaml").message())
        .isEqualTo("powersync/link.yaml in branch master is a symbolic link, not a file");
  }

  @Test
  void does_not_follow_a_link_to_a_directory() {
    assertThat(refusal("linked/sync-rules.yaml").message())
        .isEqualTo("linked in branch master is a symbolic link, not a directory");
  }

  @Test
  void refuses_a_submodule_and_what_is_in_it() {
    assertThat(refusal("vendor/lib").message()).contains("is a submodule, not a file");
    assertThat(refusal("vendor/lib/x").message()).contains("is a submodule, not a directory");
  }

  @Test
  void refuses_a_directory_and_a_file_in_its_place() {
    assertThat(refusal("powersync").message()).contains("is a directory, not a file");
    assertThat(refusal("big.bin/x").message()).contains("is a file, not a directory");
  }

  @Test
  void refuses_an_lfs_pointer() {
    Failure failure = refusal("big.bin");

    assertThat(failure.message()).isEqualTo("big.bin is a pointer of Git LFS, not the file itself");
    assertThat(failure.hint()).contains("git lfs untrack");
  }

  @Test
  void refuses_a_malformed_directory_on_the_way() {
    // tree entries out of order: git mktree --missing accepts what fsck does not
    String blob = bench.origin.git("rev-parse", "master:powersync/sync-rules.yaml");
    String tree = MalformedTree.write(bench.origin.directory(), blob);
    String commit =
        bench.origin.git(
            "-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "bad", tree);
    bench.origin.reset("master", commit);

    assertThat(refusal("a").message()).contains("is malformed");
  }

  private Failure refusal(String path) {
    Failure failure = Bench.failure(() -> bench.read(source, path));
    assertThat(failure.step()).isEqualTo(Step.EXTRACT);
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    return failure;
  }
}
