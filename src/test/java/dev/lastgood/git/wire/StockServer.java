// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What stock Git's programs for servers answer, byte by byte.
///
/// @param repository what they serve
record StockServer(Path repository) {
  static StockServer of(GitOrigin origin) {
    return new StockServer(origin.directory());
  }

  /// What `git upload-pack` answers to a request of version 2.
  byte[] answer(byte[] request) {
    return run(request, "version=2", "git", "upload-pack", "--stateless-rpc", ".");
  }

  InputStream stream(byte[] request) {
    return new ByteArrayInputStream(answer(request));
  }

  /// What `git upload-pack` says it can do.
  byte[] advertisement(String protocol) {
    return run(
        new byte[0],
        protocol,
        "git",
        "upload-pack",
        "--stateless-rpc",
        "--http-backend-info-refs",
        ".");
  }

  /// What `git http-backend` says it can do, as the body of an answer.
  byte[] greeting(String protocol) {
    Map<String, String> environment =
        Map.of(
            "GIT_PROTOCOL", protocol,
            "GIT_PROJECT_ROOT", repository.toString(),
            "GIT_HTTP_EXPORT_ALL", "1",
            "REQUEST_METHOD", "GET",
            "PATH_INFO", "/info/refs",
            "QUERY_STRING", "service=git-upload-pack");
    List<String> argv = List.of("git", "http-backend");
    byte[] all = Tool.bytes(repository, environment, new byte[0], argv);
    int headersEnd = new String(all, ISO_8859_1).indexOf("\r\n\r\n");
    return Arrays.copyOfRange(all, headersEnd + 4, all.length);
  }

  private byte[] run(byte[] input, String protocol, String... argv) {
    return Tool.bytes(repository, Map.of("GIT_PROTOCOL", protocol), input, List.of(argv));
  }
}
