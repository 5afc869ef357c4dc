// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.NotifyListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class NotifySocketTest {
  @TempDir private Path root;

  @Test
  void tells_a_socket_that_is_a_file() {
    try (NotifyListener systemd = new NotifyListener(root.resolve("notify").toString())) {
      Consumer<String> socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", systemd.address()));
      socket.accept("READY=1");
      socket.accept("RELOADING=1\nMONOTONIC_USEC=17");
      assertThat(systemd.received()).containsExactly("READY=1", "RELOADING=1\nMONOTONIC_USEC=17");
    }
  }

  @Test
  void tells_a_socket_with_an_abstract_name() {
    String name = "@lastgood-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (NotifyListener systemd = new NotifyListener(name)) {
      NotifySocket.of(Map.of("NOTIFY_SOCKET", name)).accept("STATUS=web: good – gut");
      assertThat(systemd.received()).containsExactly("STATUS=web: good – gut");
    }
  }

  @Test
  void one_that_reads_nothing_holds_nobody_up() {
    try (NotifyListener systemd = new NotifyListener(root.resolve("notify").toString())) {
      Consumer<String> socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", systemd.address()));
      long began = System.nanoTime();
      for (int i = 0; i < 12; i++) { // the kernel keeps 10, or more where it was told to
        socket.accept("WATCHDOG=1");
      }
      assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
    }
  }

  @Test
  void goes_nowhere_when_nobody_is_named() {
    NotifySocket.of(Map.of()).accept("READY=1");
  }

  @Test
  void goes_on_when_nobody_listens_any_more() throws Exception {
    Path path = root.resolve("notify");
    Consumer<String> socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", path.toString()));
    socket.accept("READY=1");
    try (NotifyListener systemd = new NotifyListener(path.toString())) {
      socket.accept("STATUS=back");
      assertThat(systemd.received()).containsExactly("STATUS=back");
    }
    socket.accept("STOPPING=1");
    assertThat(Files.exists(path)).isTrue();
  }

  @Test
  void what_is_neither_a_path_nor_an_abstract_name_is_told_nothing() {
    NotifySocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234")).accept("READY=1");
    NotifySocket.of(Map.of("NOTIFY_SOCKET", "/" + "long".repeat(40))).accept("READY=1");
  }
}
