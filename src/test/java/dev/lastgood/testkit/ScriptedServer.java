// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on loopback that hears the head of a request, says the same bytes to everybody, and
/// hangs up.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] script;
  private final AtomicInteger connections = new AtomicInteger();

  /// Says these bytes, given as ISO 8859-1.
  public ScriptedServer(String script) {
    this.script = script.getBytes(StandardCharsets.ISO_8859_1);
    try {
      this.server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// The port it listens on.
  public int port() {
    return server.getLocalPort();
  }

  /// How many clients came.
  public int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      client.setSoTimeout(500);
      in.read(new byte[1 << 16]);
      OutputStream out = client.getOutputStream();
      out.write(script);
      out.flush();
      client.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the client said nothing, or went away
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
