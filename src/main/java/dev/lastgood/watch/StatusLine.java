// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.model.Failure;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.Outcome;
import dev.lastgood.text.Harmless;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How things stand, in the line that `systemctl status` shows.
final class StatusLine {
  private static final int LONGEST = 200;

  private final Map<TargetName, String> words =
      new TreeMap<>((one, other) -> one.value().compareTo(other.value()));

  /// As it is after a round.
  String after(Round round) {
    return switch (round) {
      case Round.Occupied(Failure why) -> Harmless.line("Waiting: " + why.message(), LONGEST);
      case Round.Impossible(_, Failure why) ->
          Harmless.line("No pass can be made: " + why.message(), LONGEST);
      case Round.Made(List<PassResult> results) -> {
        results.forEach(result -> words.put(result.target().name(), word(result)));
        yield Harmless.line(all(), LONGEST);
      }
    };
  }

  private String all() {
    return words.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String word(PassResult result) {
    return switch (result) {
      case PassResult.Done done -> word(done.outcome());
      case PassResult.Stopped _ -> "stopped";
      case PassResult.Broken _ -> "failed";
    };
  }

  private static String word(Outcome outcome) {
    return outcome
        .live()
        .origin()
        .map(commit -> outcome.word() + " (" + commit.abbreviated() + ")")
        .orElse(outcome.word());
  }
}
