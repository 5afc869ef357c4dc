// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy on loopback that tunnels (`CONNECT`) and does nothing else.
public final class HttpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final Optional<String> credentials;
  private final List<String> tunnels = new CopyOnWriteArrayList<>();

  private HttpProxy(Optional<String> credentials) {
    this.credentials = credentials;
    try {
      this.server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// For everybody.
  public static HttpProxy open() {
    return new HttpProxy(Optional.empty());
  }

  /// For those who show Basic credentials.
  public static HttpProxy demanding(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new HttpProxy(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  /// Its url, without credentials.
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// Where it tunnelled to, `host:port` each.
  public List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream()) {
      String[] request = line(in).split(" ");
      if (request.length < 2) {
        return; // the client hung up
      }
      boolean welcome = credentials.isEmpty();
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        welcome |= credentials.filter(header.replaceFirst("^\\S+: ", "")::equals).isPresent();
      }
      if (!welcome) {
        say(
            out,
            """
            HTTP/1.1 407 Proxy Authentication Required\r
            Proxy-Authenticate: Basic realm="proxy"\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """);
        return;
      }
      tunnels.add(request[1]);
      tunnel(request[1], in, out);
    } catch (IOException e) {
      // one of the two went away
    }
  }

  private static void tunnel(String address, InputStream in, OutputStream out) throws IOException {
    int colon = address.lastIndexOf(':');
    try (Socket target =
        new Socket(
            InetAddress.getByName(address.substring(0, colon)),
            Integer.parseInt(address.substring(colon + 1)))) {
      say(out, "HTTP/1.1 200 Connection established\r\n\r\n");
      Thread.ofVirtual()
          .start(() -> {
            try {
              in.transferTo(target.getOutputStream());
            } catch (IOException e) {
              // the client went away
            }
          });
      InputStream answer = target.getInputStream();
      byte[] some = new byte[8192];
      for (int count = answer.read(some); count >= 0; count = answer.read(some)) {
        out.write(some, 0, count);
        out.flush();
      }
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
