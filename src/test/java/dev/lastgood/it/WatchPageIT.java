// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report of the process that stays.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class WatchPageIT {
  @TempDir private Path root;

  @Test
  void it_says_how_things_stand_now_and_a_pass_keeps_its_lock_meanwhile() throws Exception {
    int port = freePort();
    try (Host host = new Host(root)) {
      host.deployed("v1");
      host.write(
          "lastgood.yaml",
          host.configuration("", "")
              + "watch: {interval: 1s, listen: \"127.0.0.1:%d\"}\n".formatted(port));
      host.merge("v2");
      Path go = root.resolve("go");
      activatingWith(host, go);
      Process watch = host.start("watch");
      until("the swap", () -> host.live().equals("rules: v2\n"));

      HttpResponse<String> page = get(port);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; ")
          .endsWith("; frame-ancestors 'none'");
      assertThat(page.body()).contains("<h3>rules ", "one is running now", "1 entry.");
      host.run("sync").exits(8);
      Files.createFile(go);

      until("v2", () -> host.loaded().equals("rules: v2\n"));
      until("the page of it", () -> get(port).body().contains("2 entries."));
      Tool.run(root, "kill", "-TERM", Long.toString(watch.pid()));
      host.finish(watch).exits(0);
      assertThat(host.record()).containsExactly("deployed", "deployed");
    }
  }

  private static HttpResponse<String> get(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + port + "/");
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    }
  }

  /// From now on activation waits for a file.
  private void activatingWith(Host host, Path go) throws IOException {
    host.write(
        "service/activate",
        "until [ -e "
            + go
            + " ]; do sleep 0.1; done\n"
            + Files.readString(root.resolve("service/activate")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
