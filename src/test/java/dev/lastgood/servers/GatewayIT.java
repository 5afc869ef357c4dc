// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// nginx, when what is behind it dies or hangs in the middle of a conversation.
final class GatewayIT {
  private static final List<String> NAMES = List.of("app");

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({"dies, 502", "hangs, 504"})
  void a_gateways_trouble_is_an_outage_wherever_it_comes_and_nothing_is_repeated(
      String how, int status) throws IOException {
    Path place = directory.resolve("server");
    try (Server server = Nginx.impatient(place, NAMES);
        Relay relay = new Relay(server.port())) {
      Program program = deployedOnceBeforeAPush(server, relay);

      int good = 0;
      while (offline(program, relay, place, how, good, status)) {
        good++;
        assertThat(program.live()).isEqualTo("rules: v1\n");
      }
      assertThat(good).as("requests that can fail").isGreaterThanOrEqualTo(2);
      assertThat(program.live()).isEqualTo("rules: v2\n");
    }
  }

  /// What fails at an increment may do so for good: too much to send, say. The clone is made anew.
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"dies", "hangs"})
  void in_protocol_0_an_increment_that_fails_costs_one_fresh_clone(String how) throws IOException {
    Path place = directory.resolve("server");
    try (Server server = Nginx.impatientAndOld(place, NAMES);
        Relay relay = new Relay(server.port())) {
      Program program = deployedOnceBeforeAPush(server, relay);
      Files.writeString(place.resolve("fault"), "0 " + how + "\n");
      relay.forget();

      program.run("sync").ends(0, "rules  deployed");
      assertThat(program.live()).isEqualTo("rules: v2\n");
      assertThat(posts(relay)).as("the increment, the clone, its history").isEqualTo(3);
    }
  }

  private Program deployedOnceBeforeAPush(Server server, Relay relay) throws IOException {
    GitOrigin origin =
        GitOrigin.create(server.repositories().resolve("app.git"))
            .configure("uploadpack.allowFilter", "true");
    Program program = Program.in(directory.resolve("host"));
    program.configured(
        server.url(relay.port(), "app"), server.access().yaml(program.root(), relay.port()));
    origin.commit("master", Program.PATH, "rules: v1\n");
    program.run("sync").ends(0, "rules  deployed");
    origin.commit("master", Program.PATH, "rules: v2\n");
    return program;
  }

  /// Whether a pass met the fault. If so, it was an outage; else the pass deployed.
  private static boolean offline(
      Program program, Relay relay, Path place, String how, int good, int status)
      throws IOException {
    Path file = Files.writeString(place.resolve("fault"), good + " " + how + "\n");
    relay.forget();
    Program.Run run = program.run("sync");
    String left = Files.readString(file);
    Files.delete(file);
    if (!left.startsWith("-")) {
      run.ends(0, "rules  deployed");
      return false;
    }
    run.ends(0, "rules  offline", "HTTP " + status);
    assertThat(run.err()).doesNotContain("token");
    assertThat(left).as("POSTs that came through").startsWith("-1 ");
    assertThat(relay.requests())
        .as("the bad answer is the last")
        .last()
        .asString()
        .startsWith("POST ");
    assertThat(posts(relay)).isEqualTo(good + 1);
    return true;
  }

  private static long posts(Relay relay) {
    return relay.requests().stream().filter(each -> each.startsWith("POST ")).count();
  }
}
