// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;

/// Looks for itself whether things are as `lastgood` says: it asks the file and the service.
final class Expectations {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final DemoHost host;

  Expectations(DemoHost host) {
    this.host = host;
  }

  /// The program ended with this code.
  void ended(Shell.Ran ran, int code) throws Deviation {
    same("the exit code", code, ran.code());
  }

  /// Some line that it printed has this in it.
  void said(Shell.Ran ran, String text) throws Deviation {
    if (ran.lines().stream().noneMatch(line -> line.contains(text))) {
      throw new Deviation("expected the output to have '" + text + "'; it has not");
    }
  }

  /// The words stand in the output in this order, each on a later line than the one before.
  void said(Shell.Ran ran, List<String> words) throws Deviation {
    int next = 0;
    for (String line : ran.lines()) {
      if (next < words.size() && line.contains(words.get(next))) {
        next++;
      }
    }
    if (next < words.size()) {
      throw new Deviation("expected the output to have, in this order, " + words);
    }
  }

  /// The destination holds these rules.
  void onDisk(String rules) throws Deviation, IOException {
    same("the destination", rules, Files.readString(host.destination()));
  }

  /// The destination holds these rules, and the running service read them.
  void live(String rules) throws Deviation, IOException {
    onDisk(rules);
    same("what the running service read at its start", rules, served());
  }

  /// How often the service has been started.
  int starts() {
    return host.supervisor().starts();
  }

  /// The service runs in the same process as before.
  void untouched(int startsBefore) throws Deviation {
    same("the number of the service's starts", startsBefore, starts());
  }

  /// Complains unless both are the same.
  void same(String what, Object expected, Object seen) throws Deviation {
    if (!Objects.equals(expected, seen)) {
      throw new Deviation("expected " + what + " to be " + expected + ", saw " + seen);
    }
  }

  private String served() throws Deviation, IOException {
    HttpURLConnection http =
        (HttpURLConnection) host.service().resolve("/rules").toURL().openConnection(Proxy.NO_PROXY);
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(TIMEOUT_MILLIS);
    try {
      same("the service's answer", 200, http.getResponseCode());
      return new String(http.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      http.disconnect();
    }
  }
}
