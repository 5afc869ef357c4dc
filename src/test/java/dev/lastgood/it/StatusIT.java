// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `status` of the packaged program says after passes over a real forge, file and service.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StatusIT {
  @TempDir private Path root;

  @Test
  void it_is_good_only_when_the_next_pass_would_be() throws Exception {
    try (Host host = new Host(root)) {
      assertThat(state(host)).isEqualTo("new");
      host.deployed("v1");
      assertThat(state(host)).isEqualTo("good");
      assertThat(host.run("status", "--exit-code").exit()).isZero();

      host.origin.commit("master", Host.PATH, "other: key\n");
      host.run("sync").exits(5);
      assertThat(state(host)).isEqualTo("waiting");
      assertThat(host.run("status", "--exit-code").exit()).isEqualTo(5);
      host.run("show", "@{0}").exits(0);

      host.write("token", "wrong\n");
      host.run("sync").exits(3);
      assertThat(state(host)).isEqualTo("failing");
      assertThat(host.run("status", "--exit-code").exit()).isEqualTo(3);
      host.write("token", Host.TOKEN + "\n");

      host.merge("v2");
      String activate = Host.read(root.resolve("service/activate"));
      host.write("service/activate", "echo start >> " + root + "/began\nexec sleep 60\n");
      Process pass = host.start("sync");
      Await.until("the activation", () -> Files.exists(root.resolve("began")));
      assertThat(state(host)).as("while a pass runs").isNotIn("interrupted", "drifted");
      pass.destroyForcibly().waitFor();
      host.write("service/activate", activate);
      assertThat(state(host)).isEqualTo("interrupted");
      host.run("sync").exits(0);
      assertThat(state(host)).isEqualTo("good");

      Files.writeString(host.destination, "by hand\n");
      assertThat(state(host)).isEqualTo("drifted");
      host.run("sync").exits(0);
      host.run("rollback", "rules", "--reason", "as it was").exits(0);
      assertThat(state(host)).isEqualTo("held");
      host.run("sync").exits(0);
      assertThat(state(host)).isEqualTo("held");
      assertThat(host.run("status").out()).contains("as it was");
    }
  }

  private static String state(Host host) {
    return host.run("--output", "json", "status").exits(0).json().get("state").getAsString();
  }
}
