// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.LedgerRemote.Comparison;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The record and stock Git behind a real sshd.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class SshRemoteIT {
  @TempDir private Path here;
  @TempDir private Path other;
  @TempDir private Path root;
  private Path record;
  @AutoClose private SshServer server;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
    Tool.require("sshd");
  }

  @BeforeEach
  void make() {
    record = root.resolve("record.git");
    GitOrigin.create(record);
    server = SshServer.start(root.resolve("ssh"));
  }

  private RecordHost host(Path state) {
    return RecordHost.of(
        state, server.url(record), new Auth.SshKey(server.clientKey(), server.knownHosts()));
  }

  @Test
  void a_record_goes_there_and_comes_back() throws Exception {
    Entry newest = host(here).pushes("a", "b");

    assertThat(Tool.git(record, "rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
    assertThat(host(here).there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(host(other).there().compare(POWERSYNC))
        .isEqualTo(new Comparison.Behind(newest.id()));
    host(other).ledger().adopt(POWERSYNC, newest.id());
    assertThat(host(other).entries()).isEqualTo(host(here).entries()).hasSize(2);
  }

  @Test
  void a_key_that_may_only_read_is_an_operators_with_the_servers_own_words() throws Exception {
    serverThat(
        """
        case "$SSH_ORIGINAL_COMMAND" in
          git-receive-pack*)
            echo "ERROR: The key you are authenticating with has been marked as read only." >&2
            exit 1 ;;
        esac
        exec sh -c "$SSH_ORIGINAL_COMMAND"
        """);
    Entry entry = host(here).deploys("", "a");
    assertThat(host(here).there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());

    Failure failure = failure(() -> host(here).there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.step()).isEqualTo(Step.PUSH);
    assertThat(failure.message())
        .isEqualTo(
            server.url(record)
                + " refuses us: the server says: ERROR: The key you are authenticating with has"
                + " been marked as read only.");
    assertThat(failure.hint())
        .isEqualTo(
            "check ledger.push.url, and that the key in ledger.push.ssh.key-file may write to that"
                + " repository");
  }

  @Test
  void a_hook_that_declines_is_an_operators_with_its_own_words() throws Exception {
    Path hook = record.resolve("hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho 'policy: no pushes on Fridays' >&2\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    Entry entry = host(here).deploys("", "a");

    Failure failure = failure(() -> host(here).there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo(
            server.url(record)
                + " did not take branch web-arm/powersync: pre-receive hook declined: the server"
                + " says: policy: no pushes on Fridays");
  }

  @Test
  void a_repository_that_is_not_there_is_an_operators() throws Exception {
    Entry entry = host(here).deploys("", "a");
    Files.move(record, root.resolve("moved.git"));

    Failure failure = failure(() -> host(here).there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("does not appear to be a git repository");
  }

  @Test
  void a_connection_that_breaks_is_tried_again() throws Exception {
    serverThat("kill -9 $PPID\n");
    Entry entry = host(here).deploys("", "a");

    Failure failure = failure(() -> host(here).there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).as(failure.message()).isEqualTo(Remedy.RETRY);
  }

  private void serverThat(String script) throws IOException {
    Path file = root.resolve("forced");
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    server.close();
    server =
        SshServer.start(
            root.resolve("forcing"), "AcceptEnv GIT_PROTOCOL\n", "command=\"" + file + "\" ");
  }
}
