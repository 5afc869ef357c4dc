// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An auditor has a copy of a record, and neither host nor configuration.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LedgerOptionTest {
  private static final String AT = "2026-11-21T06:00:12Z";

  @TempDir private Path directory;
  private Path ledger;
  private Path remote;
  private CliWorld host;
  private CliWorld auditor;

  @BeforeEach
  void write() throws IOException {
    host = new CliWorld(Files.createDirectory(directory.resolve("host")));
    for (String line : Files.readAllLines(Path.of("testdata/cli/log/world"))) {
      host.happen(line);
    }
    ledger = directory.resolve("host/state/ledger.git");
    remote = directory.resolve("remote.git");
    git(directory, "init", "-q", "--bare", remote.toString());
    git(ledger, "push", "-q", remote.toString(), "powersync:refs/heads/web-arm/powersync");
    String other = git(ledger, "rev-parse", "powersync~1").strip();
    git(ledger, "push", "-q", remote.toString(), other + ":refs/heads/db/powersync");
    String blob = git(ledger, "rev-parse", "powersync:live").strip();
    String tree =
        Tool.run(
                directory,
                "sh",
                "-c",
                "printf '100644 blob %s\\tREADME\\n' " + blob + " | git -C " + remote + " mktree")
            .strip();
    String commit =
        Tool.run(
                directory,
                "sh",
                "-c",
                "git -C "
                    + remote
                    + " -c user.name=a -c user.email=a@x commit-tree -m readme "
                    + tree)
            .strip();
    git(remote, "update-ref", "refs/heads/main", commit);
    auditor = new CliWorld(Files.createDirectory(directory.resolve("auditor")));
    auditor.happen("config this is no configuration");
    auditor.happen("wait PT4H");
  }

  private static String git(Path where, String... arguments) {
    return Tool.git(where, arguments);
  }

  private CliWorld.Said asks(Object copy, String... arguments) {
    return auditor.run(
        Stream.concat(Stream.of(arguments), Stream.of("--ledger", copy.toString()))
            .toArray(String[]::new));
  }

  private Path clone(String name, String... options) {
    Path into = directory.resolve(name);
    git(
        directory,
        Stream.of(
                Stream.of("clone", "-q"),
                Stream.of(options),
                Stream.of("file://" + remote, into.toString()))
            .flatMap(each -> each)
            .toArray(String[]::new));
    return into;
  }

  @Test
  void a_ledger_and_a_state_directory_answer_as_their_host_does() throws IOException {
    String[] question = {"show-deployed-commit", "powersync", "--at", AT, "--output", "json"};
    CliWorld.Said told = host.run(question);

    Path state = directory.resolve("host/state");
    for (String copy : List.of(ledger.toString(), state.toString(), "file://" + ledger)) {
      assertThat(asks(copy, question)).as("%s", copy).isEqualTo(told);
    }
    assertThat(told.out()).contains("\"outcome\":\"rolled-back\"", "\"proven\":false");
  }

  @Test
  void so_do_clones_of_a_remote_where_a_host_is_named() throws IOException {
    CliWorld.Said told = host.run("log", "--output", "json", "powersync");
    Path bare = clone("bare", "--bare");
    Path checkedOut = clone("out", "--branch", "web-arm/powersync");
    Path mirror = clone("mirror", "--mirror");

    for (Path copy : List.of(bare, checkedOut, mirror, checkedOut.resolve(".git"))) {
      assertThat(asks(copy, "log", "--output", "json", "web-arm/powersync"))
          .as("%s", copy)
          .isEqualTo(told);
      assertThat(asks(copy, "show-deployed-commit").out())
          .isEqualTo(
              """
              db/powersync\t02c0ffee00000000000000000000000000000000
              web-arm/powersync\t02c0ffee00000000000000000000000000000000
              """);
      assertThat(asks(copy, "show", "db/powersync", "@{1}").out()).contains("Start with one");
      assertThat(asks(copy, "verify").out())
          .isEqualTo("✓ db/powersync: 2 entries\n✓ web-arm/powersync: 3 entries\n");
    }
  }

  @Test
  void a_hint_is_about_the_copy() throws IOException {
    Path copy = clone("bare", "--bare");
    String log = "lastgood log web-arm/powersync --ledger " + copy;
    assertThat(asks(copy, "show-deployed-commit", "web-arm/powersync", "--at", "2001-01-01").err())
        .contains(log);
    assertThat(asks(copy, "show", "web-arm/powersync", "@{99}").err()).contains(log);
    assertThat(asks(copy, "log", "web-arm/powersync").err()).isEmpty();
  }

  @Test
  void what_was_fetched_counts_and_not_a_branch_that_stayed_behind() {
    git(remote, "update-ref", "-d", "refs/heads/db/powersync");
    Path copy = clone("out", "--branch", "web-arm/powersync");
    git(copy, "update-ref", "refs/heads/web-arm/powersync", "web-arm/powersync~2");

    assertThat(asks(copy, "verify", "--output", "json").out())
        .contains("\"branch\":\"web-arm/powersync\"", "\"entries\":3");
  }

  @Test
  void a_url_is_cloned_for_the_question() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (GitHttpServer server = GitHttpServer.plain(directory)) {
      CliWorld.Said said = asks(server.url("remote.git"), "log", "-n", "1", "web-arm/powersync");

      assertThat(said.out()).contains("rolled-back");
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("lastgood-led"));
    }
  }

  @Test
  void one_that_needs_a_credential_is_cloned_with_git() throws IOException {
    try (GitHttpServer server = GitHttpServer.plain(directory).withToken("u", "secret")) {
      CliWorld.Said said = asks(server.url("remote.git"), "log");

      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.err()).contains("git clone --bare " + server.url("remote.git"));
    }
    assertThat(asks("ssh://git@127.0.0.1:9/record.git", "log").err())
        .contains("Hint: clone it with Git");
    assertThat(asks("git@127.0.0.1:record.git", "log").err()).contains("git clone --bare");
    assertThat(asks("gopher://127.0.0.1/record.git", "log").exit()).isEqualTo(3);
  }

  @Test
  void several_hosts_are_listed() {
    Path copy = clone("bare", "--bare");

    assertThat(asks(copy, "log", "powersync").err())
        .isEqualTo(
            """
            several hosts have a target powersync.
            Hint: name one of db/powersync, web-arm/powersync
            """);
    assertThat(asks(copy, "show", "@{0}").err())
        .contains("Hint: name one of db/powersync, web-arm/powersync");
    assertThat(asks(copy, "log", "web-arm/powersyn").err())
        .contains("did you mean 'web-arm/powersync'?");
  }

  @Test
  void what_is_no_whole_record_is_told() throws IOException {
    assertThat(asks(directory, "log").err()).contains("is neither a ledger, nor a state directory");
    Path empty = directory.resolve("empty.git");
    git(directory, "init", "-q", "--bare", empty.toString());
    assertThat(asks(empty, "log").err()).contains("holds no record");
    assertThat(asks(clone("shallow", "--depth", "1", "--no-single-branch"), "log").err())
        .contains("is a shallow clone", "fetch --unshallow");
  }

  @Test
  void an_altered_entry_is_named() throws IOException {
    Path copy = clone("bare", "--bare");
    String entry = git(copy, "rev-parse", "web-arm/powersync~1").strip();
    String raw = git(copy, "cat-file", "commit", entry).replace("Outcome: deployed", "Outcome: x");
    Path text = Files.writeString(directory.resolve("raw"), raw);
    String forged =
        git(copy, "hash-object", "-t", "commit", "-w", "--literally", text.toString()).strip();
    git(copy, "update-ref", "refs/heads/db/powersync", forged);

    CliWorld.Said said = asks(copy, "verify");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.out())
        .contains("✗ refs/heads/db/powersync, entry " + forged + ": its message says Outcome: x");
  }

  @Test
  void a_damaged_copy_is_to_be_cloned_again() throws IOException {
    Path copy = clone("bare", "--bare");
    Path branch = copy.resolve("refs/heads/db/powersync");
    Files.createDirectories(branch.getParent());
    Files.writeString(branch, "1".repeat(40) + "\n");

    assertThat(asks(copy, "log", "db/powersync").err())
        .contains("is damaged", "lastgood verify --ledger " + copy, "clone the record again");
  }

  @Test
  void nothing_is_written_into_what_was_given() throws IOException {
    Path copy = clone("out", "--branch", "web-arm/powersync");
    Map<Path, Object> before = files(copy);

    asks(copy, "log", "--patch", "web-arm/powersync");
    asks(copy, "show-deployed-commit", "--at", AT);
    asks(copy, "show", "db/powersync", "@{0}");
    asks(copy, "verify");

    assertThat(files(copy)).isEqualTo(before);
  }

  private static Map<Path, Object> files(Path root) throws IOException {
    Map<Path, Object> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        found.put(file, Files.getLastModifiedTime(file));
      }
    }
    return found;
  }
}
