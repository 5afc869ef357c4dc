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
final class Witness {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Premises premises;

  Witness(Premises premises) {
    this.premises = premises;
  }

  /// The program ended with this code.
  void ended(Shell.Ran ran, int code) throws Deviation {
    expect("the exit code", code, ran.code());
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
    expect("the destination", rules, Files.readString(premises.destination()));
  }

  /// The destination holds these rules, and the running service read them.
  void live(String rules) throws Deviation, IOException {
    onDisk(rules);
    expect("what the running service read at its start", rules, served());
  }

  /// How often the service has been started.
  int starts() {
    return premises.supervisor().starts();
  }

  /// The service runs in the same process as before.
  void untouched(int startsBefore) throws Deviation {
    expect("the number of the service's starts", startsBefore, starts());
  }

  /// Complains unless both are the same.
  void expect(String what, Object expected, Object seen) throws Deviation {
    if (!Objects.equals(expected, seen)) {
      throw new Deviation("expected " + what + " to be " + expected + ", saw " + seen);
    }
  }

  private String served() throws Deviation, IOException {
    HttpURLConnection http =
        (HttpURLConnection)
            premises.service().resolve("/rules").toURL().openConnection(Proxy.NO_PROXY);
    http.setConnectTimeout(PATIENCE_MILLIS);
    http.setReadTimeout(PATIENCE_MILLIS);
    try {
      expect("the service's answer", 200, http.getResponseCode());
      return new String(http.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      http.disconnect();
    }
  }
}
