// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// `git http-backend` as a CGI program.
///
/// @param root the directory of the repositories
record Backend(Path root) {
  /// What the program answered.
  @SuppressWarnings("ArrayRecordComponent") // bytes of a test, never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  Answer answer(HttpExchange exchange, byte[] body, String protocol) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    Tool.isolate(environment);
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
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
    Thread feeder =
        Thread.ofVirtual()
            .start(() -> {
              try (var in = process.getOutputStream()) {
                in.write(body);
              } catch (IOException e) {
                // it answered without reading all of it
              }
            });
    byte[] all = process.getInputStream().readAllBytes();
    try {
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return parse(all);
  }

  private static Answer parse(byte[] all) {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : text.substring(0, Math.max(end, 0)).split("\r\n")) {
      String[] parts = line.split(": ", 2);
      if (parts.length == 2) {
        headers.put(parts[0], parts[1]);
      }
    }
    String status = headers.getOrDefault("Status", "200 OK");
    headers.remove("Status");
    return new Answer(
        Integer.parseInt(status.split(" ")[0]),
        headers,
        Arrays.copyOfRange(all, end < 0 ? all.length : end + 4, all.length));
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
