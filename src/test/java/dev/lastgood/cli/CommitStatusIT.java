// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.lastgood.testkit.StatusForge;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The example that tells a commit's author at the forge: the script of the workflow, in a clone of
/// a record that passes pushed, against a forge's commit statuses.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class CommitStatusIT {
  private static final Path EXAMPLE =
      Path.of("src/main/dist/examples/record-workflow").toAbsolutePath();
  private static final String CONTEXT = "lastgood/web-arm/powersync";
  private static final String LINK = "https://git.example.org/ops/record/commit";

  @TempDir private Path directory;
  private CliWorld host;
  private StatusForge forge;

  private record Run(int exit, String out) {}

  @BeforeEach
  void open() throws IOException {
    Tool.require("curl");
    host = new CliWorld(directory.resolve("host"));
    host.happen("record async");
    forge = new StatusForge();
    for (int i = 1; i < 5; i++) {
      forge.knows(commit(i));
    }
  }

  @AfterEach
  void close() {
    forge.close();
  }

  /// The simulated branch numbers its commits.
  private static String commit(int number) {
    return "%02dc0ffee%s".formatted(number, "0".repeat(32));
  }

  private Run run() throws IOException {
    return run(Map.of());
  }

  private Run run(Map<String, String> more) throws IOException {
    Path clone = directory.resolve("clone");
    if (!Files.exists(clone)) {
      Tool.git(directory, "clone", "-q", directory.resolve("host/record.git").toString(), "clone");
    }
    Tool.git(clone, "fetch", "-q", "origin");
    ProcessBuilder script = new ProcessBuilder("sh", EXAMPLE.resolve("commit-status").toString());
    script.directory(clone.toFile()).redirectErrorStream(true);
    script
        .environment()
        .putAll(
            Map.of(
                "STATUS_SOURCE", "https://git.example.org/fit.git",
                "STATUS_REPOSITORY", "app/fit",
                "STATUS_TOKEN", StatusForge.TOKEN,
                "GITHUB_API_URL", forge.api(),
                "GITHUB_SERVER_URL", "https://git.example.org",
                "GITHUB_REPOSITORY", "ops/record"));
    script.environment().putAll(more);
    Process process = script.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(out).doesNotContain(StatusForge.TOKEN);
    return new Run(process.exitValue(), out);
  }

  private void tells() throws IOException {
    Run run = run();
    assertThat(run.exit()).as(run.out()).isZero();
  }

  private void assertStatus(int number, String state, String description) {
    JsonObject status = forge.status(commit(number), CONTEXT);
    assertThat(status.has("state")).as("status of commit " + number).isTrue();
    assertThat(status.get("state").getAsString()).isEqualTo(state);
    assertThat(status.get("description").getAsString()).isEqualTo(description);
    assertThat(status.get("target_url").getAsString()).matches(LINK + "/[0-9a-f]{40}");
  }

  private long posts() {
    return forge.requests().stream().filter(request -> request.startsWith("POST")).count();
  }

  @Test
  void each_commit_hears_what_became_of_it_once() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    host.happen("commit Break \\\"it\\\" | bad-yaml\\n");
    host.happen("run sync");
    host.happen("commit Crash it | crash\\n");
    host.happen("run sync");
    tells();

    assertStatus(1, "success", "Live on web-arm and proven.");
    assertStatus(2, "failure", "Refused on web-arm: check yaml: refused");
    assertStatus(
        3,
        "failure",
        "Rolled back on web-arm: the service crashed after its activation and was"
            + " started anew: ACTIVE");
    assertThat(posts()).isEqualTo(3);

    tells();
    assertThat(forge.requests()).containsExactly("GET commits/" + commit(3) + "/status");

    host.happen("commit Mend it | v4\\n");
    host.happen("run sync");
    tells();
    assertStatus(4, "success", "Live on web-arm and proven.");
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void an_operators_orders_say_only_what_is_true_of_a_commit() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    host.happen("commit Break it | bad-yaml\\n");
    host.happen("run sync");
    tells();
    forge.requests();
    host.happen("run pause --reason migration");
    host.happen("run resume");
    tells();
    assertThat(posts()).isZero();

    host.happen("run quarantine clear powersync");
    tells();
    assertStatus(2, "pending", "An operator lets it be tried again on web-arm.");
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void what_is_taken_back_by_hand_fails_and_what_comes_back_is_live() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    host.happen("commit Next | v2\\n");
    host.happen("run sync");
    String reason = "a \"quote\", a \\, a \ttab, \u001b[31m red, ::error::x" + "ü".repeat(100);
    assertThat(host.run("rollback", "--reason", reason).exit()).isZero();
    tells();

    assertStatus(1, "success", "Live on web-arm and proven.");
    JsonObject status = forge.status(commit(2), CONTEXT);
    assertThat(status.get("state").getAsString()).isEqualTo("failure");
    assertThat(status.get("description").getAsString())
        .startsWith(
            "Taken back by hand on web-arm: An operator went back to earlier content (a \"quote\","
                + " a \\,")
        .endsWith("...")
        .doesNotContain("\u001b");
    forge.requests();
    tells();
    assertThat(posts()).isZero();
  }

  @Test
  void a_proof_that_is_outstanding_is_pending() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    host.happen("stop");
    host.happen("commit Next | v2\\n");
    host.happen("run sync");
    tells();

    assertStatus(
        2, "pending", "Live on web-arm; the service was not running, its proof is outstanding.");
  }

  @Test
  void a_commit_that_the_forge_does_not_know_is_skipped() throws IOException {
    for (String content : List.of("v1", "v2", "v3", "v4", "v5", "v6")) {
      host.happen("commit Change | " + content + "\\n");
      host.happen("run sync");
    }
    tells(); // commits 5 and 6 are gone from there

    assertStatus(4, "success", "Live on web-arm and proven.");
    assertThat(posts()).isEqualTo(4);
    tells();
    assertThat(posts()).isZero();
  }

  @Test
  void a_refused_token_ends_it_and_a_busy_forge_is_asked_again() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    forge.answers(403);
    Run refused = run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("answered 403: the token may not set or read statuses");
    assertThat(posts()).isZero();

    forge.answers(200, 403);
    assertThat(run().exit()).isEqualTo(1);
    forge.answers(503, 502);
    tells();
    assertStatus(1, "success", "Live on web-arm and proven.");
  }

  @Test
  void other_sources_and_other_branches_are_left_alone() throws IOException {
    host.happen("commit Start | v1\\n");
    host.happen("run sync");
    Path work = directory.resolve("work");
    Tool.git(directory, "clone", "-q", directory.resolve("host/record.git").toString(), "work");
    Tool.git(work, "checkout", "-q", "--orphan", "main");
    Tool.git(work, "rm", "-rfq", "--ignore-unmatch", ".");
    Tool.git(work, "config", "user.name", "Jane");
    Tool.git(work, "config", "user.email", "jane@example.org");
    Tool.git(work, "commit", "-q", "--allow-empty", "-m", "The workflow");
    Tool.git(work, "push", "-q", "origin", "main", "main:team/notes");

    Run other = run(Map.of("STATUS_SOURCE", "https://git.example.org/other.git"));
    assertThat(other.exit()).isZero();
    assertThat(forge.requests()).isEmpty();
    tells();
    assertThat(posts()).isEqualTo(1);
    assertThat(host.run("sync").exit()).isZero();
    CliWorld.Said copy =
        host.run("log", "--ledger", directory.resolve("host/record.git").toString());
    assertThat(copy.exit()).as(copy.err()).isZero();
  }

  @Test
  void the_workflow_runs_the_script_by_a_schedule() throws IOException {
    Map<String, Object> workflow =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(EXAMPLE.resolve("commit-status.yml")));

    assertThat(workflow.toString())
        .contains("cron=*/5 * * * *")
        .contains("fetch-depth=0")
        .contains("run=sh ./commit-status")
        .contains("STATUS_SOURCE", "STATUS_REPOSITORY", "STATUS_TOKEN");
  }
}
