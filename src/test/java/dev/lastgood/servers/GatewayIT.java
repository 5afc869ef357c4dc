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

/// nginx, when what is behind it dies or hangs in the middle of a conversation.
final class GatewayIT {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{1} in protocol {0}")
  @CsvSource({"2, dies, 502", "2, hangs, 504", "0, dies, 502", "0, hangs, 504"})
  void a_gateways_trouble_is_an_outage_wherever_it_comes_and_nothing_is_repeated(
      int protocol, String how, int status) throws IOException {
    Path place = directory.resolve("server");
    List<String> names = List.of("app");
    try (Server server =
            protocol == 2 ? Nginx.impatient(place, names) : Nginx.impatientAndOld(place, names);
        Relay relay = new Relay(server.port())) {
      GitOrigin origin =
          GitOrigin.create(server.repositories().resolve("app.git"))
              .configure("uploadpack.allowFilter", "true");
      Program program = Program.in(directory.resolve("host"));
      program.configured(
          server.url(relay.port(), "app"), server.access().yaml(program.root(), relay.port()));
      origin.commit("master", Program.PATH, "rules: v1\n");
      program.run("sync").ends(0, "rules  deployed");

      origin.commit("master", Program.PATH, "rules: v2\n");
      int good = 0;
      while (offline(program, relay, place, how, good, status)) {
        good++;
        assertThat(program.live()).isEqualTo("rules: v1\n");
      }
      assertThat(good).as("requests that can fail").isGreaterThanOrEqualTo(2);
      assertThat(program.live()).isEqualTo("rules: v2\n");
    }
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
    assertThat(relay.requests()).filteredOn(each -> each.startsWith("POST ")).hasSize(good + 1);
    return true;
  }
}
