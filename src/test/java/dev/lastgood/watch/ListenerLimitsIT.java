// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a listener puts up with, in a process of its own.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ListenerLimitsIT {
  private static final String HEAD =
      "POST /hooks/rules HTTP/1.1\r\nHost: here\r\nX-Gitlab-Token: secret\r\n";

  @TempDir Path root;
  private final List<Socket> sockets = new ArrayList<>();
  private final int port = freePort();
  private Process program;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(root.resolve("secret"), "secret\n");
    Path config =
        Files.writeString(
            root.resolve("lastgood.yaml"),
            """
            sources:
              rules: {url: "https://git.example.org/team/rules.git"}
            targets:
              rules: {path: rules.yaml, destination: /srv/rules/rules.yaml, activate: none}
            watch:
              listen: 127.0.0.1:%d
              hooks:
                rules: {secret-file: %s/secret}
            """
                .formatted(port, root));
    program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx32m",
                // Three instead of ten seconds.
                "-Dsun.net.httpserver.maxReqTime=3",
                "-cp",
                System.getProperty("java.class.path"),
                ListenerProgram.class.getName(),
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("out").toFile())
            .start();
    Await.until(
        "the listener", () -> Files.readString(root.resolve("out")).contains("listening on"));
  }

  @AfterEach
  void end() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    program.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void who_does_not_end_a_request_is_cut_off() throws IOException {
    List<Socket> slow =
        List.of(
            open("POST /hooks/ru"),
            open(HEAD),
            open(HEAD + "Content-Length: 10\r\n\r\nhalf"),
            open(HEAD + "Transfer-Encoding: chunked\r\n\r\n100\r\nhalf"));

    long start = System.nanoTime();
    for (Socket socket : slow) {
      assertThat(isCut(socket)).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(status(open(HEAD + "Content-Length: 2\r\n\r\n{}"))).isEqualTo("202");
  }

  /// Their number is what they can take.
  @Test
  void more_connections_than_it_serves_are_closed_at_once() throws IOException {
    for (int i = 0; i < 64; i++) {
      Socket _ = open("POST /hooks/ru");
    }
    Await.until("a connection that is closed before it is slow", this::isCutWithinASecond);

    Await.until(
        "an end of those that are slow",
        () -> status(open(HEAD + "Content-Length: 2\r\n\r\n{}")).equals("202"));
  }

  /// They would fill a memory of 32 MiB.
  @Test
  void large_bodies_are_never_held() throws IOException {
    byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    List<Socket> large = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Socket socket = open(HEAD + "Content-Length: " + megabyte.length + "\r\n\r\n");
      socket.getOutputStream().write(megabyte, 0, megabyte.length - 1);
      large.add(socket);
    }
    for (Socket socket : large) {
      socket.getOutputStream().write('x');
      assertThat(status(socket)).isEqualTo("202");
    }
  }

  private Socket open(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static boolean isCut(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private boolean isCutWithinASecond() throws IOException {
    long start = System.nanoTime();
    return isCut(open("POST /hooks/ru")) && System.nanoTime() - start < 1_000_000_000L;
  }

  private static String status(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      String start = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      return start.length() < 12 ? "" : start.substring(9);
    } catch (IOException e) {
      return "";
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
