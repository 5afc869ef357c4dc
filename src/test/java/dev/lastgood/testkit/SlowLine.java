// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A port on loopback that passes connections on to another one. What the server sends comes in
/// pieces, with a pause after each; from some byte on in other pieces, or not at all.
public final class SlowLine implements AutoCloseable {
  private final ServerSocket socket;
  private final int target;
  private final Pace first;
  private final Pace later;
  private final long change;
  private final AtomicLong sent = new AtomicLong();

  /// How fast it is.
  ///
  /// @param bytes of a piece; nothing is sent any more when it is 0
  public record Pace(int bytes, Duration pause) {}

  private SlowLine(int target, Pace first, long change, Pace later) {
    this.target = target;
    this.first = first;
    this.later = later;
    this.change = change;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// A line that is slow all the time.
  public static SlowLine steady(int target, Pace pace) {
    return new SlowLine(target, pace, Long.MAX_VALUE, pace);
  }

  /// A line that is quick, and another one once so many bytes have come.
  public static SlowLine turning(int target, long bytes, Pace pace) {
    return new SlowLine(target, new Pace(1 << 14, Duration.ZERO), bytes, pace);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> upward(client, server));
      downward(server.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      // one of the two went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void upward(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      // one of the two went away
    }
  }

  private void downward(InputStream from, OutputStream to)
      throws IOException, InterruptedException {
    byte[] some = new byte[1 << 14];
    while (true) {
      Pace pace = sent.get() < change ? first : later;
      if (pace.bytes == 0) {
        Thread.sleep(Duration.ofMinutes(10));
      }
      int count = from.read(some, 0, pace.bytes);
      if (count < 0) {
        return;
      }
      to.write(some, 0, count);
      to.flush();
      sent.addAndGet(count);
      Thread.sleep(pace.pause);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
