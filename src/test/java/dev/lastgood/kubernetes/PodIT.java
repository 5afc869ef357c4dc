// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Await;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The shipped image and the shipped Deployment's containers, beside a service, a forge and a
/// record elsewhere, and what is left when they are killed.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PodIT {
  private static final String PATH = "deploy/rules.yml";
  private static final String GOOD = "groups: one\n";
  private static final String BETTER = "groups: two\n";

  private static @Nullable Path built;

  private Path root;
  private GitOrigin source;
  private GitOrigin record;
  private GitHttpServer forge;
  private GitHttpServer recorder;
  private final int listen = freePort();
  private final int service = freePort();
  private @Nullable Pod started;

  @BeforeAll
  static void image() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, as a kubelet");
    assumeTrue(Tool.find("podman").isPresent(), "podman is not installed (apt-get install podman)");
    Tool.require("kubectl");
    built = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "image-");
    Pod.Run run = Pod.build(Path.of(System.getProperty("lastgood.dist")), built.resolve("context"));
    assumeTrue(run.exit() == 0, "needs a podman that works: " + run.out());
  }

  @AfterAll
  static void removeImage() {
    if (built != null) {
      Pod.removeImage(built);
      Tool.run(Path.of("/"), "rm", "-rf", built.toString());
    }
  }

  @BeforeEach
  void make() throws IOException {
    root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pod-");
    source =
        GitOrigin.create(root.resolve("forge/app.git")).configure("uploadpack.allowFilter", "true");
    record =
        GitOrigin.create(root.resolve("record/record.git")).configure("http.receivepack", "true");
    forge = GitHttpServer.plain(root.resolve("forge")).withToken("lastgood", "source-token");
    recorder = recorder(0);
    source.commit("main", PATH, GOOD);
  }

  private GitHttpServer recorder(int port) {
    return GitHttpServer.plain(root.resolve("record"), port).withToken("recorder", "record-token");
  }

  @AfterEach
  void clean() {
    if (started != null) {
      started.close();
    }
    forge.close();
    recorder.close();
    Tool.run(Path.of("/"), "rm", "-rf", root.toString());
  }

  private void pod(String overlay) throws IOException {
    Path volumes = Files.createDirectories(root.resolve("p"));
    started = new Pod(volumes, Manifests.of(overlay), this::local);
    pod().secret("source", "source-token");
    pod().secret("record", "record-token");
    pod().secret("hook", "hook-secret");
  }

  private Pod pod() {
    return Objects.requireNonNull(started, "no pod yet");
  }

  /// Where this test's servers are, and faster.
  private String local(String configuration) {
    return configuration
        .replace("https://git.example.org/team/app.git", forge.url("app.git"))
        .replace("https://git.example.org/ops/record.git", recorder.url("record.git"))
        .replace("0.0.0.0:9460", "127.0.0.1:" + listen)
        .replace("127.0.0.1:9090", "127.0.0.1:" + service)
        .replace("timeout: 2m", "timeout: 10s\n      settle: 1s");
  }

  @Test
  void a_pod_starts_follows_the_branch_and_heals_itself() throws Exception {
    pod("base");
    boot();
    assertThat(live()).isEqualTo(GOOD);
    serve();

    source.commit("main", PATH, BETTER);
    assertThat(hook()).isEqualTo(202);
    Await.until("the new rules", () -> running().contains("groups: two"));

    source.commit("main", PATH, "groups: bad\n");
    assertThat(hook()).isEqualTo(202);
    Await.until("the way back", () -> outcomes().contains("rolled-back"));
    assertThat(live()).isEqualTo(BETTER);
    assertThat(running()).contains("groups: two").contains("\"reloadConfigSuccess\":true");
    awaitPushed();
  }

  /// No signal, and a user of its own: the kubelet restarts it when its liveness probe is red.
  @Test
  void a_service_that_is_restarted_by_its_own_probe_is_awaited() throws Exception {
    pod("overlays/restart");
    boot();
    serve();

    source.commit("main", PATH, BETTER);
    assertThat(hook()).isEqualTo(202);
    Await.until("the swap", () -> live().equals(BETTER));
    start();

    Await.until("the proof", () -> proven(BETTER));
    assertThat(running()).contains("groups: two");
  }

  /// A node is lost, and the forge is down: the file comes back from the record's remote.
  @Test
  void what_was_pushed_comes_back_on_an_empty_volume() throws Exception {
    pod("base");
    boot();
    serve();
    awaitPushed();
    List<String> entries = entries(local());

    lose();
    forge.close();
    boot();

    assertThat(live()).isEqualTo(GOOD);
    assertThat(entries(local())).containsAll(entries);
  }

  @Test
  void what_was_not_pushed_is_made_again_and_nothing_older_is_lost() throws Exception {
    pod("base");
    boot();
    serve();
    awaitPushed();
    List<String> entries = entries(local());
    int port = recorder.port();
    recorder.close();
    source.commit("main", PATH, BETTER);
    assertThat(hook()).isEqualTo(202);
    Await.until("the proof", () -> proven(BETTER));

    lose();
    recorder = recorder(port);
    boot();
    assertThat(live()).isEqualTo(BETTER);
    serve();

    awaitPushed();
    assertThat(entries(record.directory())).containsAll(entries);
  }

  /// Whatever a container was at when it was killed, the next one finds nothing lost.
  @Test
  void a_boot_that_is_killed_again_and_again_ends_where_one_that_is_not_does() throws Exception {
    pod("base");
    Instant start = Instant.now();
    boot();
    Duration whole = Duration.between(start, Instant.now());
    serve();
    awaitPushed();
    source.commit("main", PATH, BETTER);
    List<String> entries = entries(local());

    lose();
    pod().run("lastgood-volumes").succeeds();
    for (int eighth = 1; eighth < 8; eighth++) {
      pod().start("lastgood-boot");
      // Nothing is waited for: whatever it is at by then is what it is killed in.
      Thread.sleep(whole.multipliedBy(eighth).dividedBy(8));
      pod().kill("lastgood-boot");
    }
    boot();

    assertThat(live()).isEqualTo(BETTER);
    assertThat(entries(local())).containsAll(entries);
    assertThat(entries(record.directory())).containsAll(entries);
  }

  /// The container alone: its volumes stay, and the kubelet starts it again.
  @Test
  void a_sidecar_that_is_killed_in_a_proof_goes_on_with_it() throws Exception {
    pod("base");
    boot();
    serve();
    source.commit("main", PATH, "groups: bad\n");
    assertThat(hook()).isEqualTo(202);
    Await.until("the swap", () -> live().contains("bad"));

    pod().kill("lastgood");
    assertThat(live()).contains("bad");
    pod().start("lastgood");

    Await.until("the way back", () -> live().equals(GOOD) && outcomes().contains("rolled-back"));
    assertThat(running()).contains("groups: one").contains("\"reloadConfigSuccess\":true");
    awaitPushed();
  }

  /// The service and the sidecar, as long as it takes until all is well: a proof that waits for a
  /// service which came up later than the first look is made at the next one, a minute later.
  private void serve() throws Exception {
    pod().start("lastgood");
    start();
    Await.until("the proof", Duration.ofMinutes(3), () -> proven(live()));
  }

  private void start() throws IOException {
    pod().service("/srv/rules/rules.yml", "" + service);
  }

  /// The node is gone.
  private void lose() throws IOException {
    pod().kill("lastgood");
    pod().kill("prometheus");
    pod().wipe();
  }

  private boolean proven(String content) throws Exception {
    return live().equals(content)
        && pod().exec("status").out().contains("proof: passed")
        && running().contains(content.strip());
  }

  private void awaitPushed() {
    Await.until("the push", () -> entries(record.directory()).containsAll(entries(local())));
  }

  /// What a kubelet runs before the service.
  private void boot() {
    pod().run("lastgood-volumes").succeeds();
    pod().run("lastgood-boot").succeeds();
  }

  private String live() throws IOException {
    Path file = pod().volume("rules").resolve("rules/rules.yml");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Path local() {
    return pod().volume("state").resolve("lastgood/ledger.git");
  }

  /// The ids of all entries, wherever they are.
  private static List<String> entries(Path ledger) {
    return log(ledger, "%H");
  }

  private List<String> outcomes() {
    return log(local(), "%(trailers:key=Outcome,valueonly,separator=%x20)");
  }

  private static List<String> log(Path ledger, String format) {
    String directory = "--git-dir=" + ledger;
    return Tool.git(
            ledger, "-c", "safe.directory=*", directory, "log", "--branches", "--format=" + format)
        .lines()
        .toList();
  }

  /// What the service runs on.
  private String running() throws Exception {
    return get("http://127.0.0.1:" + service + "/");
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private int hook() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listen + "/hooks/app"))
            .header("X-Gitlab-Token", "hook-secret")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
