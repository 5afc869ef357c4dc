// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.SourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A listener whose hints are counted, and what is sent to it.
final class HookServer implements AutoCloseable {
  static final SourceName RULES = new SourceName("rules");
  static final SourceName UNHOOKED = new SourceName("unhooked");

  final Queue<SourceName> hints = new ConcurrentLinkedQueue<>();
  final AtomicReference<Health.Report> report =
      new AtomicReference<>(new Health.Report(true, true, List.of(), List.of()));
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final Listener listener;

  HookServer(Path secret) throws RequestFailed {
    Hooks hooks = new Hooks(Set.of(RULES, UNHOOKED), Map.of(RULES, secret));
    Endpoint endpoint =
        new HookEndpoint(
            () -> hooks,
            source -> {
              hints.add(source);
              return new LookId("a1b2c3");
            },
            new HookLog(Clock.systemUTC()));
    listener =
        Listener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Routes.of(report::get, endpoint));
  }

  int port() {
    return listener.port();
  }

  /// Posts a body to a path.
  ///
  /// @param headers each a whole line
  Reply post(String path, String body, String... headers) throws IOException {
    return ask("POST " + path, body, headers);
  }

  /// Sends what a client would that knows of HTTP what is written here.
  ///
  /// @param asked method and path
  Reply ask(String asked, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        asked
            + " HTTP/1.1\r\nHost: here\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
            + "\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(bytes);
    return send(request.toByteArray());
  }

  /// Sends bytes, and reads one answer; the connection may stay open.
  Reply send(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return Reply.read(socket.getInputStream());
    }
  }

  @Override
  public void close() {
    listener.close();
  }

  record Reply(int status, String text) {
    /// As long as the answer says that it is: the connection may stay open after it.
    private static Reply read(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readNBytes(1)[0]);
      }
      Matcher length = LENGTH.matcher(head);
      byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      int status = Integer.parseInt(head.substring(9, 12));
      return new Reply(status, head + new String(body, StandardCharsets.UTF_8));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }
}
