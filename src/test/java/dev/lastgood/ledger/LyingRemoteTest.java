// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.content;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a remote sends that is no record of the target: refused, and nothing of it is kept.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LyingRemoteTest {
  private static final String BRANCH = "refs/heads/" + RecordHost.BRANCH;

  @TempDir private Path honest;
  @TempDir private Path here;
  @TempDir private Path record;
  private RecordHost host;
  private String ours = "";

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void make() throws Exception {
    GitOrigin.create(record);
    RecordHost.of(honest, "file://" + record).pushes("a", "b");
    host = RecordHost.of(here, "file://" + record);
  }

  @AfterEach
  void nothing_is_kept() throws Exception {
    assertThat(host.entries()).isEmpty();
    assertThat(objects()).isEqualTo(ours);
    assertThat(host.git("for-each-ref", "refs/lastgood/remote", "refs/heads/powersync")).isEmpty();
    assertThat(here).isDirectoryNotContaining(file -> file.toString().contains("incoming"));
  }

  @Test
  void other_bytes_than_the_record_says() throws Exception {
    lie(tree(blob("evil\n"), "live"));

    assertThat(refusal()).contains("holds other live bytes than its record says");
  }

  @Test
  void a_record_that_says_something_else_than_its_message() throws Exception {
    String altered = git("show", BRANCH + ":record.json").replace("\"deployed\"", "\"adopted\"");
    lie(tree(blob(altered), "record.json"));

    assertThat(refusal()).contains("its message says Outcome: deployed, its record adopted");
  }

  @Test
  void a_record_that_is_none() throws Exception {
    lie(tree(blob("{\"outcome\": []}"), "record.json"));

    assertThat(refusal()).contains("record.json of entry", "cannot be read");
  }

  @Test
  void an_altered_entry_below_good_ones() throws Exception {
    String good = git("rev-parse", BRANCH + "^{tree}");
    String bad =
        commit(tree(BRANCH + "~1", blob("evil\n"), "live"), message(BRANCH + "~1"), List.of());
    point(commit(good, message(BRANCH), List.of(bad)));

    assertThat(refusal()).contains("entry " + bad.substring(0, 12), "other live bytes");
  }

  @Test
  void entries_of_another_target() throws Exception {
    GitLedger ledger = RecordHost.of(honest, "file://" + record).ledger();
    ledger.settle(
        LedgerSamples.of(new TargetName("other"), deployed(Optional.empty(), content("a"))),
        contents(content("a")));
    Tool.git(honest.resolve("ledger.git"), "push", "-qf", record.toString(), "other:" + BRANCH);

    assertThat(refusal()).contains("of powersync says that it is one of other");
  }

  @Test
  void a_symlink() throws Exception {
    String link = blob("/etc/passwd");
    lie(
        mktree(
            tree(BRANCH).replaceAll("100644 blob \\w+\tlive", "120000 blob " + link + "\tlive")));

    assertThat(refusal()).contains("holds live, which is no file");
  }

  @Test
  void a_name_that_acts_on_a_terminal() throws Exception {
    lie(mktree(tree(BRANCH) + "\n040000 tree " + mktree("") + "\t\u001b[2Jx\n"));

    assertThat(refusal()).contains("which is no file").doesNotContain("\u001b");
  }

  @Test
  void more_parents_than_a_join_has() throws Exception {
    String tip = git("rev-parse", BRANCH);
    String other = git("rev-parse", BRANCH + "~1");
    String third = commit(git("rev-parse", BRANCH + "^{tree}"), "x", List.of());
    point(
        commit(git("rev-parse", BRANCH + "^{tree}"), message(BRANCH), List.of(tip, other, third)));

    assertThat(refusal()).contains("has 3 parents");
  }

  @Test
  void a_blob_in_place_of_a_branch() throws Exception {
    write(blob("no commit\n"));

    assertThat(refusal()).contains("is not a commit");
  }

  @Test
  void a_tag_in_place_of_a_branch() throws Exception {
    git("-c", "user.name=x", "-c", "user.email=x@x", "tag", "-am", "x", "v1", BRANCH);
    write(git("rev-parse", "v1"));

    assertThat(refusal()).contains("is not a commit");
  }

  @Test
  void a_huge_blob() throws Exception {
    lie(tree(blob("0".repeat(3 << 20)), "live"));

    Failure failure = refused();
    assertThat(failure.message()).contains("holds an object larger than 1MiB");
    assertThat(failure.hint()).contains("raise ledger.push.limits.object");
  }

  @Test
  void an_endless_pack() throws Exception {
    byte[] noise = new byte[900 << 10];
    Random random = new Random(1);
    StringBuilder tree = new StringBuilder(tree(BRANCH));
    for (int i = 0; i < 12; i++) {
      random.nextBytes(noise);
      tree.append("\n100644 blob ").append(blob(noise)).append("\tz").append(i);
    }
    lie(mktree(tree + "\n"));

    Failure failure = refused();
    assertThat(failure.message()).contains("sent more than 8MiB in one exchange");
    assertThat(failure.hint()).contains("raise ledger.push.limits.download");
  }

  @Test
  void what_belongs_to_us_and_is_no_entry_of_the_target_is_no_common_ground() throws Exception {
    host.ledger()
        .settle(
            LedgerSamples.of(new TargetName("other"), deployed(Optional.empty(), content("a"))),
            contents(content("a")));
    Tool.git(host.directory(), "push", "-q", record.toString(), "other");
    ours = objects();
    point(
        commit(
            git("rev-parse", BRANCH + "^{tree}"),
            message(BRANCH),
            List.of(git("rev-parse", "other"))));

    assertThat(refusal()).contains("of powersync says that it is one of other");
  }

  private String objects() {
    return host.git("cat-file", "--batch-all-objects", "--batch-check");
  }

  private String refusal() {
    Failure failure = refused();
    assertThat(failure.message())
        .startsWith(
            "branch web-arm/powersync at file://" + record + " is no record of powersync: ");
    assertThat(failure.hint()).contains("nothing of it was taken over");
    return failure.message();
  }

  private Failure refused() {
    Failure failure = failure(() -> host.there().compare(POWERSYNC));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    return failure;
  }

  /// The branch goes on with an entry that has the newest one's message and another tree.
  private void lie(String tree) {
    point(commit(tree, message(BRANCH), List.of(git("rev-parse", BRANCH + "~1"))));
  }

  private void point(String commit) {
    git("update-ref", BRANCH, commit);
  }

  /// Stock Git would not.
  private void write(String id) throws IOException {
    Files.writeString(record.resolve(BRANCH), id + "\n");
  }

  private String tree(String commit) {
    return git("ls-tree", commit);
  }

  /// The newest entry's files, one of them another one.
  private String tree(String blob, String name) {
    return tree(BRANCH, blob, name);
  }

  private String tree(String commit, String blob, String name) {
    return mktree(tree(commit).replaceAll("blob \\w+\t" + name, "blob " + blob + "\t" + name));
  }

  private String mktree(String lines) {
    return input(lines.getBytes(StandardCharsets.UTF_8), "mktree");
  }

  private String blob(String text) {
    return blob(text.getBytes(StandardCharsets.UTF_8));
  }

  private String blob(byte[] bytes) {
    return input(bytes, "hash-object", "-w", "--stdin");
  }

  private String message(String commit) {
    return git("log", "-1", "--format=%B", commit);
  }

  /// A commit with the dates of the newest one.
  private String commit(String tree, String message, List<String> parents) {
    List<String> argv = new ArrayList<>(List.of("git", "commit-tree", tree));
    parents.forEach(parent -> argv.addAll(List.of("-p", parent)));
    String date = git("log", "-1", "--format=%cI", BRANCH);
    return Tool.run(
        record,
        Map.of(
            "GIT_AUTHOR_NAME", "x",
            "GIT_AUTHOR_EMAIL", "x@example.org",
            "GIT_AUTHOR_DATE", date,
            "GIT_COMMITTER_NAME", "x",
            "GIT_COMMITTER_EMAIL", "x@example.org",
            "GIT_COMMITTER_DATE", date),
        message.getBytes(StandardCharsets.UTF_8),
        argv);
  }

  private String input(byte[] input, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(arguments));
    return Tool.run(record, Map.of(), input, argv);
  }

  private String git(String... arguments) {
    return Tool.git(record, arguments);
  }
}
