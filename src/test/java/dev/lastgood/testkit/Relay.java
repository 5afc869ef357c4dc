// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A port on loopback that passes every connection on to another port and counts the bytes.
///
/// It counts what TCP carries, so the same counter serves every client: over http the headers and
/// the bodies, over https the handshakes and the encrypted records. What clients send is kept, so
/// that the requests over http can be listed, whichever server they reach.
public final class Relay implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern REQUEST =
      Pattern.compile("(GET|POST|HEAD|PUT) (\\S+) HTTP/1\\.1\r\n");

  private final ServerSocket server;
  private final int target;
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<ByteArrayOutputStream> sent = new ConcurrentLinkedQueue<>();

  /// Listens on a port of its own.
  ///
  /// @param target the port on loopback that connections go to
  public Relay(int target) {
    this(target, InetAddress.getLoopbackAddress());
  }

  /// Listens on another address of this host, all of `127.0.0.0/8` being loopback.
  public Relay(int target, InetAddress address) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// The port it listens on.
  public int port() {
    return server.getLocalPort();
  }

  /// Forgets what was counted.
  public void forget() {
    up.set(0);
    down.set(0);
    connections.set(0);
    sent.clear();
  }

  /// The requests over http since the last [#forget], once every connection has ended: method and
  /// path with query, by connection.
  public List<String> requests() {
    Count _ = count();
    return sent.stream()
        .flatMap(one -> REQUEST.matcher(one.toString(StandardCharsets.ISO_8859_1)).results())
        .map(found -> found.group(1) + " " + found.group(2))
        .toList();
  }

  /// What passed since the last [#forget], once every connection has ended.
  ///
  /// @throws AssertionError when a connection stays open
  public Count count() {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (open.get() > 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(open.get() + " connections are still open");
      }
      LockSupport.parkNanos(100_000);
    }
    return new Count(connections.get(), up.get(), down.get());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.incrementAndGet();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      sent.add(copy);
      Thread upward = Thread.ofVirtual().start(() -> pass(client, there, up, copy));
      pass(there, client, down, OutputStream.nullOutputStream());
      upward.join();
    } catch (IOException e) {
      // one of the two went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  private static void pass(Socket from, Socket to, AtomicLong counter, OutputStream copy) {
    byte[] some = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(some); length >= 0; length = in.read(some)) {
        counter.addAndGet(length);
        copy.write(some, 0, length);
        out.write(some, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // one of the two went away: both connections end
      quietly(from);
      quietly(to);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  /// What passed.
  ///
  /// @param connections that were opened
  /// @param up bytes from the clients
  /// @param down bytes to the clients
  public record Count(int connections, long up, long down) {}
}
