// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

/// A status code with the words that people know it by.
final class Reason {
  private Reason() {}

  static String of(int status) {
    String words =
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
    return (status + " " + words).strip();
  }
}
