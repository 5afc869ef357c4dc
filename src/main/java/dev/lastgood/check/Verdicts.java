// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.Verdict;
import dev.lastgood.text.Harmless;
import java.util.stream.Collectors;

/// Makes verdicts whose texts are fit for terminals and logs, whatever the candidate holds.
record Verdicts(String check) {
  private static final int LONGEST = 1500;

  Verdict passed() {
    return passed("");
  }

  /// With something to say all the same.
  Verdict passed(String message) {
    return new Verdict(check, Verdict.Result.PASSED, line(message), "");
  }

  /// The content is at fault.
  Verdict refused(String message, String hint) {
    return new Verdict(check, Verdict.Result.REFUSED, line(message), line(hint));
  }

  /// The check could not be made.
  Verdict unavailable(String message, String hint) {
    return new Verdict(check, Verdict.Result.UNAVAILABLE, line(message), line(hint));
  }

  /// The first lines of a text as one line, without control characters.
  static String excerpt(String text) {
    return text.replaceAll("\\e\\[[0-9;?]*[A-Za-z]", "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(5)
        .map(Verdicts::line)
        .collect(Collectors.joining(" / "));
  }

  private static String line(String text) {
    return Harmless.line(text, LONGEST);
  }
}
