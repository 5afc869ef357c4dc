// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Fault;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, and its record at stock `git http-backend` or in a directory: pushed,
/// restored, joined, and waited for.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecordRemoteIT {
  private static final int KILLS = 8;

  @TempDir private Path root;
  @TempDir private Path other;
  @TempDir private Path records;
  @AutoClose private GitHttpServer server;
  @AutoClose private Host host;
  private Path record;

  @BeforeEach
  void aHostWithARecordElsewhere() {
    record = records.resolve("record.git");
    GitOrigin.create(record);
    there("config", "http.receivepack", "true");
    server = GitHttpServer.plain(records).withToken("recorder", "another-s3cret");
    host = new Host(root);
    pushes(host, "sync");
  }

  private void pushes(Host one, String mode) {
    one.write("record-token", "another-s3cret\n");
    configure(
        one,
        """
            url: %s
            auth: {username: recorder, token-file: %s/record-token}
            timeout: 5s
            mode: %s
        """
            .formatted(server.url("record.git"), one.root, mode));
  }

  private static void configure(Host one, String push) {
    one.write(
        "lastgood.yaml", one.configuration("", "ledger:\n  host: web\n  push:\n" + push.indent(0)));
  }

  private String there(String... arguments) {
    return Tool.git(
        record,
        Stream.concat(Stream.of("-C", record.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private List<String> branch() {
    return there("log", "--format=%H", "web/rules").lines().toList();
  }

  @Test
  void a_lost_disk_is_restored_while_the_forge_is_down() {
    host.deployed("v1");
    List<String> before = branch();
    assertThat(before).hasSize(1);
    lose(host, "state", "srv");
    host.forge.misbehave(new Fault.Status(503));

    assertThat(host.run("sync", "--boot").exits(0).out()).contains("recovered");

    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.loaded()).isEqualTo("rules: v1\n");
    assertThat(host.record()).containsExactly("deployed", "recovered");
    assertThat(branch()).hasSize(2).containsAll(before);
    assertThat(host.run("verify", "--remote").exits(0).out()).contains("too");
  }

  @Test
  void without_its_remote_it_is_done_and_exits_9_and_the_next_content_waits() {
    host.deployed("v1");
    server.misbehave(new Fault.Status(503));
    host.merge("v2");
    host.run("sync").exits(9).says("503");
    assertThat(host.live()).isEqualTo("rules: v2\n");
    host.merge("v3");
    assertThat(host.run("sync").exits(0).out())
        .contains("new content waits until the record is on its remote (mode: sync)");
    assertThat(host.live()).isEqualTo("rules: v2\n");
    assertThat(host.run("status").exits(0).out()).contains("rules: waiting");
    host.run("push").exits(4).says("503");
    host.run("rollback", "rules", "--reason", "never waits").exits(9);
    assertThat(host.live()).isEqualTo("rules: v1\n");
    server.misbehave(new Fault.None());
    assertThat(host.run("push").exits(0).out()).contains("2 entries pushed, everything is there");
    host.run("sync").exits(0);
    assertThat(host.live()).isEqualTo("rules: v3\n");
    assertThat(there("fsck", "--strict", "--full")).doesNotContain("error", "missing");
  }

  @Test
  void a_credential_that_may_not_write_is_an_operators_and_the_service_goes_on() {
    host.deployed("v1");
    there("config", "http.receivepack", "false");
    host.merge("v2");
    host.run("sync").exits(3).says("does not permit writing");
    assertThat(host.live()).isEqualTo("rules: v2\n");
    assertThat(host.run("status").exits(0).out()).contains("rules: failing");
    assertThat(host.run("doctor").exits(3).out()).contains("✗ remote of rules");
    host.run("sync", "--boot").exits(0);
  }

  @Test
  void two_that_call_themselves_alike_are_joined_and_nothing_is_lost() {
    host.deployed("v1");
    try (Host twin = new Host(other)) {
      pushes(twin, "async");
      twin.write(
          "lastgood.yaml",
          Host.read(other.resolve("lastgood.yaml"))
              .replace(twin.forge.url("app.git"), host.forge.url("app.git")));
      twin.run("sync").exits(0);
      assertThat(twin.live()).as("the file of the record that was brought").isEqualTo(host.live());
      host.deployed("v2");
      List<String> all = branch();
      // It runs on v1, and says so on top of what the other one did, before it goes on to v2.
      twin.run("sync").exits(0);
      assertThat(twin.record()).contains("joined");
      assertThat(branch()).containsAll(all).hasSizeGreaterThan(all.size());
      all = branch();
      host.run("sync").exits(0);
      assertThat(branch()).containsAll(all);
      assertThat(host.live()).isEqualTo("rules: v2\n");
      assertThat(twin.live()).isEqualTo("rules: v2\n");
      assertThat(host.run("verify").exits(0).out()).contains("✓");
      assertThat(twin.run("status").exits(0).out()).contains("rules: good");
    }
  }

  @Test
  void killed_at_any_moment_and_its_disk_lost_every_entry_that_was_told_is_there()
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<String> told = new HashSet<>();
    host.deployed("v0");
    for (int i = 1; i <= KILLS; i++) {
      host.merge((i % 3 == 0 ? "crash" : "v") + i);
      Process pass = host.start("sync");
      Thread.sleep(200 + random.nextInt(1500));
      pass.destroyForcibly();
      pass.waitFor();
      if (i % 2 == 0) {
        lose(host, "state", "srv");
      }
      Host.Run run = host.run("sync");
      assertThat(run.exit()).as("seed " + seed + run.err()).isIn(0, 5, 6);
      host.run("log", "--output", "json")
          .out()
          .lines()
          .map(line -> line.replaceFirst("\\{\"entry\":\"([0-9a-f]{40}).*", "$1"))
          .forEach(told::add);
      assertThat(branch()).as("seed " + seed).containsAll(told);
      assertThat(host.live()).as("seed " + seed).doesNotContain("crash");
    }
    assertThat(there("fsck", "--strict", "--full")).doesNotContain("error", "missing");
  }

  @Test
  void a_directory_will_do() throws IOException {
    configure(host, "    url: file://" + record + "\n");
    host.deployed("v1");
    assertThat(branch()).hasSize(1);
    Path away = records.resolve("away.git");
    Files.move(record, away);
    host.merge("v2");
    host.run("sync").exits(3);
    assertThat(host.live()).isEqualTo("rules: v2\n");
    Files.move(away, record);
    assertThat(host.run("push").exits(0).out()).contains("1 entry pushed");
    assertThat(branch()).hasSize(2);
  }

  private static void lose(Host one, String... directories) {
    for (String each : directories) {
      try (Stream<Path> all = Files.walk(one.root.resolve(each))) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      one.directory(each);
    }
  }
}
