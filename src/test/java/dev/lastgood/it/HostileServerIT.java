// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The packaged program, in the heap it is shipped with, against servers that mean harm.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class HostileServerIT {
  private static final String TIP = "1234567890".repeat(4);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /// What starting the program may take on a busy machine, on top of the exchange.
  private static final Duration START = Duration.ofSeconds(8);

  private static final byte[] CAPABILITIES =
      join(
          line("# service=git-upload-pack\n"),
          text("0000"),
          line("version 2\n"),
          line("agent=git/2.39.5\n"),
          line("ls-refs=unborn\n"),
          line("fetch=shallow filter\n"),
          text("0000"));

  private static final Body LISTED =
      out -> out.write(join(line(TIP + " refs/heads/master\n"), text("0000")));

  @TempDir private Path directory;
  private Host host;
  private HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Writes the answer to a request.
  interface Body {
    void to(OutputStream out) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    host = new Host(directory);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    Files.writeString(
        directory.resolve("lastgood.yaml"),
        """
        state: %1$s/state
        allow-volatile-state: true
        sources:
          app: {url: "http://127.0.0.1:%2$d/app.git", branch: master, timeout: %3$ds}
        targets:
          rules: {source: app, path: a/b, destination: %1$s/srv/rules.yaml, activate: none}
        """
            .formatted(directory, server.getAddress().getPort(), TIMEOUT.toSeconds()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    host.close();
  }

  static Stream<Arguments> harm() {
    Map<String, Body> refs =
        Map.of(
            "refs without end",
            endless(line(TIP + " refs/heads/another-one-of-very-many\n")),
            "an empty answer",
            out -> {},
            "a ref line of noise",
            out -> out.write(line("\0\1\2\n")),
            "refs that drip",
            dripping(line(TIP + " refs/heads/master\n")));
    Map<String, Body> objects =
        Map.of(
            "progress without end",
                out -> {
                  out.write(line("packfile\n"));
                  endless(band(2, text("Counting objects\r"))).to(out);
                },
            "a section without end",
                out -> {
                  out.write(line("shallow-info\n"));
                  endless(line("shallow " + TIP + "\n")).to(out);
                },
            "four billion objects", pack(-1, new byte[0]),
            "a terabyte", pack(1, new byte[] {(byte) 0xbf, -1, -1, -1, -1, 0x7f}),
            "a bomb", pack(1, bomb(600_000_000L, 600_000_000L)),
            "a bomb in disguise", pack(1, bomb(100, 600_000_000L)),
            "a million small objects", pack(1_000_000, many()),
            "a pack that drips", dripping(line("packfile\n")),
            "an error", out -> out.write(line("ERR go away\n")));
    return Stream.concat(
        refs.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), LISTED)),
        objects.entrySet().stream().map(e -> Arguments.of(e.getKey(), LISTED, e.getValue())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harm")
  void ends_in_time_and_within_its_memory(String name, Body refs, Body objects) {
    server.createContext(
        "/", exchange -> answer(exchange, request(exchange).contains("ls-refs") ? refs : objects));
    long start = System.nanoTime();

    Host.Run run = host.run("sync");

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(run.exit()).as(run.err()).isIn(3, 4);
    assertThat(run.err()).contains("http://127.0.0.1").doesNotContain("OutOfMemory", "Exception");
    // One exchange may end because of its time; what is tried after it must not.
    assertThat(took).isLessThan(TIMEOUT.multipliedBy(2).plus(START));
    assertThat(directory.resolve("srv/rules.yaml")).doesNotExist();
  }

  private static String request(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static void answer(HttpExchange exchange, Body body) throws IOException {
    boolean greeting = exchange.getRequestMethod().equals("GET");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            "application/x-git-upload-pack-" + (greeting ? "advertisement" : "result"));
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      if (greeting) {
        out.write(CAPABILITIES);
      } else {
        body.to(out);
      }
    } catch (IOException e) {
      // The client had enough.
    }
  }

  private static Body endless(byte[] packet) {
    byte[] many = new byte[packet.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(packet, 0, many, i * packet.length, packet.length);
    }
    return out -> {
      while (true) {
        out.write(many);
      }
    };
  }

  private static Body dripping(byte[] packet) {
    return out -> {
      while (true) {
        for (byte one : packet) {
          out.write(one);
          out.flush();
          pause();
        }
      }
    };
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IOException("the server stops", e);
    }
  }

  private static Body pack(int count, byte[] entries) {
    byte[] header = join(text("PACK"), number(2), number(count));
    return out -> {
      out.write(line("packfile\n"));
      out.write(band(1, header));
      for (int i = 0; i < entries.length; i += 60_000) {
        int end = Math.min(entries.length, i + 60_000);
        out.write(band(1, Arrays.copyOfRange(entries, i, end)));
      }
      endless(band(1, new byte[1_000])).to(out);
    };
  }

  /// A blob that claims a size, and unpacks to another.
  private static byte[] bomb(long claimed, long real) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = claimed;
    int one = (3 << 4) | (int) (rest & 15);
    for (rest >>>= 4; rest > 0; rest >>>= 7) {
      out.write(one | 0x80);
      one = (int) (rest & 0x7f);
    }
    out.write(one);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (long sent = 0; sent < real; sent += zeros.length) {
        deflated.write(zeros);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /// Blobs of a few bytes, all different.
  private static byte[] many() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 300_000; i++) {
      out.write(0x34);
      try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
        deflated.write(number(i));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return out.toByteArray();
  }

  private static byte[] line(String text) {
    return join(text("%04x".formatted(text.length() + 4)), text(text));
  }

  private static byte[] band(int number, byte[] content) {
    return join(text("%04x".formatted(content.length + 5)), new byte[] {(byte) number}, content);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
