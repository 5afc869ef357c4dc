// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class RelayTest {
  @Test
  void counts_the_bytes_of_each_direction_and_the_connections() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Relay relay = new Relay(server.getLocalPort())) {
      Thread answering = Thread.ofVirtual().start(() -> answerTwice(server));
      assertThat(ask(relay, 10)).isEqualTo(70_000);
      assertThat(ask(relay, 3)).isEqualTo(70_000);
      answering.join();
      assertThat(relay.count()).isEqualTo(new Relay.Count(2, 13, 140_000));
      relay.forget();
      assertThat(relay.count()).isEqualTo(new Relay.Count(0, 0, 0));
    }
  }

  private static int ask(Relay relay, int length) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
      socket.getOutputStream().write(new byte[length]);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes().length;
    }
  }

  private static void answerTwice(ServerSocket server) {
    for (int i = 0; i < 2; i++) {
      try (Socket client = server.accept()) {
        client.getInputStream().readAllBytes();
        client.getOutputStream().write(new byte[70_000]);
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
