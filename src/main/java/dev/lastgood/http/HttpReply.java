// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import dev.lastgood.model.Content;
import dev.lastgood.text.Durations;
import java.time.Duration;

/// What came of a request.
public sealed interface HttpReply {
  /// An answer, whatever it says.
  ///
  /// @param body its bytes; none when nobody wanted to read them
  record Answered(int status, Content body) implements HttpReply {
    /// The status code with the words that people know it by.
    public String words() {
      return HttpReply.words(status);
    }
  }

  /// Nobody listens there.
  record Silent(String why) implements HttpReply {}

  /// It was asked, and the answer did not come, or broke off.
  record Lost(String why) implements HttpReply {}

  /// It could not be asked at all: a header's file can't be read.
  record Unasked(String why) implements HttpReply {}

  /// What is said of an answer that did not come in time.
  static String late(Duration timeout) {
    return "no answer within " + Durations.rough(timeout);
  }

  private static String words(int status) {
    String reason =
        switch (status) {
          case 200 -> "OK";
          case 301 -> "Moved Permanently";
          case 302 -> "Found";
          case 400 -> "Bad Request";
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 429 -> "Too Many Requests";
          case 500 -> "Internal Server Error";
          case 502 -> "Bad Gateway";
          case 503 -> "Service Unavailable";
          case 504 -> "Gateway Timeout";
          default -> "";
        };
    return (status + " " + reason).strip();
  }
}
