// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.util.Map;

/// What the listener puts up with. The JDK's server takes its limits from system properties, once,
/// when the first server is made; without these it waits for a request as long as the asker likes.
final class HttpLimits {
  /// The largest body; a forge's largest push event has some hundred kilobytes.
  static final int MOST_BODY = 1 << 20;

  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.idleInterval", "10",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "16384");

  private HttpLimits() {}

  /// Sets them, but for what was said on the command line.
  static void set() {
    LIMITS.forEach(System.getProperties()::putIfAbsent);
  }
}
