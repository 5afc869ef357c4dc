// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// `git http-backend` as a CGI program.
///
/// @param root the directory of the repositories
record Backend(Path root) {
  /// What the program answers: its head is read, its body comes as the program writes it, so that a
  /// large pack is never held in memory.
  record Answer(Process process, int status, Map<String, String> headers, InputStream body)
      implements AutoCloseable {
    /// Ends the program, also when its body was not read to the end.
    @Override
    public void close() throws IOException {
      body.close();
      process.destroy();
    }
  }

  Answer answer(HttpExchange exchange, byte[] body, String protocol) throws IOException {
    return answer(exchange, exchange.getRequestURI().getPath(), body, protocol);
  }

  /// Answers as if another path had been asked for.
  Answer answer(HttpExchange exchange, String path, byte[] body, String protocol)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    Tool.isolate(environment);
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", path);
    environment.put("REMOTE_ADDR", "127.0.0.1");
    put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
    put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
    put(
        environment,
        "HTTP_CONTENT_ENCODING",
        exchange.getRequestHeaders().getFirst("Content-Encoding"));
    environment.put("GIT_PROTOCOL", protocol);
    environment.put("CONTENT_LENGTH", String.valueOf(body.length));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    Thread.ofVirtual()
        .start(() -> {
          try (var in = process.getOutputStream()) {
            in.write(body);
          } catch (IOException e) {
            // it answered without reading all of it
          }
        });
    return parse(process);
  }

  private static Answer parse(Process process) throws IOException {
    InputStream out = new BufferedInputStream(process.getInputStream(), 1 << 16);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(out); !line.isEmpty(); line = line(out)) {
      String[] parts = line.split(": ", 2);
      if (parts.length == 2) {
        headers.put(parts[0], parts[1]);
      }
    }
    String status = headers.getOrDefault("Status", "200 OK");
    headers.remove("Status");
    return new Answer(process, Integer.parseInt(status.split(" ")[0]), headers, out);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
