// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Change;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a repository can hold instead of a good file: exit 5, a sentence that names it, and nothing
/// touched.
final class RefusalsIT {
  @TempDir private Path root;
  @AutoClose private Host host;

  @BeforeEach
  void aHostWithAGoodFile() {
    host = new Host(root);
    host.deployed("v1");
  }

  private void refused(Consumer<Host> merge, String... words) {
    merge.accept(host);
    host.run("sync").exits(5).says(words);
    host.run("sync").exits(5);
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.starts()).isEqualTo(1);
    assertThat(host.record()).containsExactly("deployed", "refused");
  }

  private static Change change() {
    return Change.of("Change the rules");
  }

  @Test
  void no_branch() {
    refused(
        it -> {
          it.origin.commit("other", "x", "x");
          it.origin.delete("master");
        },
        "master",
        "branch");
  }

  @Test
  void no_path() {
    refused(
        it ->
            it.origin.commit(
                "master",
                Change.of("Move them")
                    .by("Eve Editor <eve@example.org>")
                    .delete(Host.PATH)
                    .file("x", "x")),
        Host.PATH);
    assertThat(host.run("log", "--author", "eve@").exits(0).out()).contains("Move them");
    assertThat(host.run("status").exits(0).out()).contains("Move them", "Eve Editor");
  }

  @Test
  void a_symlink() {
    refused(
        it -> it.origin.commit("master", change().symlink(Host.PATH, "/etc/passwd")), "symbolic");
  }

  @Test
  void a_submodule() {
    refused(
        it -> it.origin.commit("master", change().submodule(Host.PATH, "1".repeat(40))),
        "submodule");
  }

  @Test
  void an_lfs_pointer() {
    refused(it -> it.origin.commit("master", change().lfsPointer(Host.PATH)), "LFS");
  }

  @Test
  void a_directory() {
    refused(
        it ->
            it.origin.commit("master", change().delete(Host.PATH).file(Host.PATH + "/inside", "x")),
        "directory");
  }

  @Test
  void an_oversized_blob() {
    refused(it -> it.merge("x".repeat(5000)), "max-size");
  }

  @Test
  void an_empty_file() {
    refused(it -> it.origin.commit("master", Host.PATH, ""), "empty");
  }

  @Test
  void conflict_markers() {
    refused(it -> it.merge("a\n<<<<<<< HEAD\n=======\n>>>>>>> x"), "conflict");
  }

  @Test
  void an_html_page() {
    refused(
        it -> it.origin.commit("master", Host.PATH, "<!doctype html>\n<title>502</title>\n"),
        "HTML");
  }

  @Test
  void a_json_error() {
    refused(
        it ->
            it.origin.commit(
                "master", Host.PATH, "{\"message\": \"Not Found\", \"url\": \"https://x\"}\n"),
        "error");
  }

  @Test
  void rewritten_history_is_3_until_it_is_accepted() {
    String first = host.origin.tip("master");
    host.origin.commit("elsewhere", Host.PATH, "rules: v9\n");
    host.origin.reset("master", host.origin.tip("elsewhere"));
    assertThat(host.origin.tip("master")).isNotEqualTo(first);
    host.run("sync").exits(3).says("accept-rewrite");
    assertThat(host.live()).isEqualTo("rules: v1\n");
    host.run("accept-rewrite", "app").exits(0);
    host.run("sync").exits(0);
    assertThat(host.live()).isEqualTo("rules: v9\n");
  }
}
