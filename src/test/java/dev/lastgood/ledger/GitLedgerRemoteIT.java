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
import dev.lastgood.sync.port.LedgerRemote.Unpushed;
import dev.lastgood.testkit.Fault;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The record and stock `git http-backend`.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
final class GitLedgerRemoteIT {
  @TempDir private Path here;
  @TempDir private Path other;
  @TempDir private Path root;
  private Path record;
  private Path token;
  @AutoClose private GitHttpServer server;
  private RecordHost host;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void serve() throws IOException {
    record = root.resolve("record.git");
    GitOrigin.create(record);
    there("config", "http.receivepack", "true");
    token = Files.writeString(root.resolve("token"), "s3cret\n");
    server = GitHttpServer.plain(root).withToken("recorder", "s3cret");
    host = of(here);
  }

  private RecordHost of(Path state) {
    return RecordHost.of(state, server.url("record.git"), new Auth.Token("recorder", token));
  }

  @Test
  void a_record_goes_there_and_comes_back() throws Exception {
    Entry newest = host.pushes("a", "b");

    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
    assertThat(there("fsck", "--strict", "--full")).doesNotContain("error", "missing");
    RecordHost twin = of(other);
    assertThat(twin.there().compare(POWERSYNC)).isEqualTo(new Comparison.Behind(newest.id()));
    twin.ledger().adopt(POWERSYNC, newest.id());
    assertThat(twin.entries()).isEqualTo(host.entries()).hasSize(2);
  }

  @Test
  void two_equal_records_take_one_exchange_of_two_requests() throws Exception {
    host.pushes("a", "b");
    server.forget();

    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());

    assertThat(server.requests()).hasSize(2);
    assertThat(server.sent()).isLessThan(1024);
  }

  @Test
  void what_is_larger_than_a_request_that_is_held_in_memory_is_pushed_too() throws Exception {
    byte[] noise = new byte[2 << 20];
    new Random(1).nextBytes(noise);

    Entry newest = host.pushes(HexFormat.of().formatHex(noise));

    assertThat(there("rev-parse", RecordHost.BRANCH)).isEqualTo(newest.id().toString());
  }

  @Test
  void a_token_that_may_only_read_is_an_operators() throws Exception {
    there("config", "http.receivepack", "false");
    Entry entry = host.deploys("", "a");
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Ahead());

    Failure failure = refused(entry);

    assertThat(failure.message())
        .isEqualTo(server.url("record.git") + " does not permit writing (HTTP 403)");
    assertThat(failure.hint())
        .isEqualTo(
            "give the token's owner write access to the repository: the write scope may be"
                + " missing");
  }

  @Test
  void a_wrong_token_is_an_operators() throws Exception {
    Files.writeString(token, "other");
    Entry entry = host.deploys("", "a");

    Failure failure = refused(entry);

    assertThat(failure.message()).contains("refused the token (HTTP 401)");
    assertThat(failure.hint()).contains("lacks the write scope", token.toString());
    Failure looking = failure(() -> host.there().compare(POWERSYNC));
    assertThat(looking.step()).isEqualTo(Step.RECONCILE);
    assertThat(looking.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void a_token_that_opens_the_door_and_no_more_is_an_operators() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Only("POST", new Fault.Status(401)));

    assertThat(refused(entry).message()).contains("refused the token (HTTP 401)");
  }

  @Test
  void no_token_is_an_operators() throws Exception {
    RecordHost bare = RecordHost.of(here, server.url("record.git"));
    Entry entry = bare.deploys("", "a");

    Failure failure = failure(() -> bare.there().push(POWERSYNC, entry.id()));

    assertThat(failure.message()).contains("asks for a token and none is configured");
    assertThat(failure.hint())
        .isEqualTo(
            "name a file with a token that may write to this repository in"
                + " ledger.push.auth.token-file");
  }

  @Test
  void a_protected_branch_is_an_operators_with_the_servers_own_words() throws Exception {
    hook(
        "update",
        """
        printf 'GL-HOOK-ERR: You are not allowed to push code to\\033[2J protected branches.\\n' >&2
        exit 1
        """);
    Entry entry = host.deploys("", "a");

    Failure failure = refused(entry);

    assertThat(failure.message())
        .startsWith(
            server.url("record.git")
                + " did not take branch web-arm/powersync: hook declined: the server says:"
                + " GL-HOOK-ERR: You are not allowed to push code to")
        .contains("protected branches.")
        .doesNotContain("\u001b");
    assertThat(failure.hint()).contains("ledger.push", "branches web-arm/*");
    assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(1);
  }

  @Test
  void another_branch_in_the_way_is_an_operators() throws Exception {
    Entry entry = host.deploys("", "a");
    of(other).pushes("b");
    there("update-ref", "refs/heads/aside", "refs/heads/" + RecordHost.BRANCH);
    there("update-ref", "-d", "refs/heads/" + RecordHost.BRANCH);
    there("update-ref", "refs/heads/web-arm", "refs/heads/aside");

    Failure failure = refused(entry);

    assertThat(failure.message()).contains("another branch is in its way");
    assertThat(failure.hint()).contains("set ledger.host");
  }

  @Test
  void a_full_disk_there_is_an_operators() throws Exception {
    hook("pre-receive", "echo 'fatal: write error: No space left on device' >&2; exit 1\n");
    Entry entry = host.deploys("", "a");

    Failure failure = refused(entry);

    assertThat(failure.message()).contains("No space left on device");
    assertThat(failure.hint()).startsWith("make room there");
  }

  @Test
  void a_quota_of_the_server_is_an_operators() throws Exception {
    there("config", "receive.maxInputSize", "100");
    Entry entry = host.deploys("", "a");

    Failure failure = refused(entry);

    assertThat(failure.message())
        .startsWith(server.url("record.git") + " did not take branch web-arm/powersync: ")
        .contains("pack exceeds maximum allowed size");
    assertThat(failure.hint()).startsWith("make room there");
  }

  @Test
  void a_branch_that_moves_while_it_is_pushed_to_is_tried_again() throws Exception {
    Entry first = host.pushes("a");
    RecordHost twin = of(other);
    twin.there().compare(POWERSYNC);
    twin.ledger().adopt(POWERSYNC, first.id());
    Entry theirs = twin.deploys("a", "c");
    Tool.git(twin.directory(), "push", "-q", record.toString(), "powersync:refs/kept/c");
    hook(
        "pre-receive",
        "cat >/dev/null; env -u GIT_QUARANTINE_PATH git update-ref refs/heads/%s %s\n"
            .formatted(RecordHost.BRANCH, theirs.id()));
    Entry ours = host.deploys("a", "b");

    Failure failure = failure(() -> host.there().push(POWERSYNC, ours.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    Files.delete(record.resolve("hooks/pre-receive"));
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Apart(theirs.id()));
  }

  @Test
  void a_push_whose_answer_is_lost_is_found_out_by_the_next_comparison() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Only("POST", new Fault.Cut(0)));

    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).as(failure.message()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message())
        .isEqualTo(
            server.url("record.git") + " did not say whether it took branch web-arm/powersync");
    assertThat(host.there().unpushed(POWERSYNC).entries()).isEqualTo(1);
    server.misbehave(new Fault.None());
    assertThat(host.there().compare(POWERSYNC)).isEqualTo(new Comparison.Equal());
    assertThat(host.there().unpushed(POWERSYNC)).isEqualTo(Unpushed.NONE);
  }

  @Test
  void a_server_in_trouble_is_tried_again() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Status(503));

    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure(() -> host.there().compare(POWERSYNC)).remedy()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void a_request_that_is_too_large_for_what_stands_in_front_is_an_operators() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Only("POST", new Fault.Status(413)));

    Failure failure = refused(entry);

    assertThat(failure.message())
        .isEqualTo(server.url("record.git") + " does not take a request of this size (HTTP 413)");
    assertThat(failure.hint()).contains("client_max_body_size");
  }

  @Test
  void a_server_without_room_is_an_operators_when_it_is_pushed_to() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Only("POST", new Fault.Status(507)));

    assertThat(refused(entry).message())
        .isEqualTo(server.url("record.git") + " has no room left (HTTP 507)");
    server.misbehave(new Fault.Status(507));
    assertThat(failure(() -> host.there().compare(POWERSYNC)).remedy()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void a_server_that_is_gone_is_tried_again() throws Exception {
    Entry entry = host.deploys("", "a");
    server.close();

    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).contains("can't be reached: the connection was refused");
  }

  @Test
  void the_token_does_not_follow_a_redirect() throws Exception {
    Entry entry = host.deploys("", "a");
    server.misbehave(new Fault.Redirect(307, "http://127.0.0.1:1/record.git/info/refs"));

    Failure failure = refused(entry);

    assertThat(failure.message()).contains("redirects to http://127.0.0.1:1/record.git (HTTP 307)");
    assertThat(failure.hint()).endsWith("set it as ledger.push.url");
  }

  private Failure refused(Entry entry) {
    Failure failure = failure(() -> host.there().push(POWERSYNC, entry.id()));
    assertThat(failure.remedy()).as(failure.message()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.step()).isEqualTo(Step.PUSH);
    return failure;
  }

  private void hook(String name, String script) throws IOException {
    Path hook = record.resolve("hooks").resolve(name);
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n" + script);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private String there(String... arguments) {
    return Tool.git(record, arguments);
  }
}
