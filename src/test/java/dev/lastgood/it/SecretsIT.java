// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The token is in its file and on the wire to the forge, and nowhere else.
final class SecretsIT {
  @TempDir private Path root;

  @Test
  void the_token_is_in_no_output_file_or_process_list() throws Exception {
    try (Host host = new Host(root)) {
      host.deployed("v1");
      host.merge("crash");
      Process pass = host.start("sync");
      until("the second activation", () -> host.starts() == 2);
      String processes = processes();
      host.finish(pass);
      host.forge.misbehave(new Fault.Redirect(302, "http://127.0.0.1:1/elsewhere"));
      host.run("sync");
      host.forge.withToken("lastgood", "another");
      host.forge.misbehave(new Fault.None());
      host.run("sync").exits(3);
      host.run("doctor");
      host.run("status");
      host.run("log", "--output", "json").exits(0);
      String basic =
          Base64.getEncoder()
              .encodeToString(("lastgood:" + Host.TOKEN).getBytes(StandardCharsets.UTF_8));
      for (String secret : List.of(Host.TOKEN, basic)) {
        assertThat(processes).doesNotContain(secret);
        for (Path file : Host.files(root)) {
          if (!file.equals(root.resolve("token"))) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .as(file.toString())
                .doesNotContain(secret);
          }
        }
      }
      // Objects are compressed: read them all as git does.
      assertThat(host.ledger("log", "-p", "--all", "--format=full")).doesNotContain(Host.TOKEN);
    }
  }

  private static String processes() {
    StringBuilder all = new StringBuilder();
    ProcessHandle.allProcesses()
        .forEach(process -> all.append(process.info().commandLine().orElse("")).append('\n'));
    return all.toString();
  }
}
