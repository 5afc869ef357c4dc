// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sources whose last pass left nothing to be done: until the branch or a destination is another
/// one, a look at both is enough. Once in a while there is a pass all the same.
///
/// That saves nine tenths of a pass, and what it writes. Whatever can't be known here, a pass finds
/// out.
final class QuietSources {
  /// How long there may be looks only. Half the staleness budget when that is less: only a pass
  /// notes that content was judged.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Map<SourceName, Seen> seen = new HashMap<>();

  /// How the last pass left a source.
  ///
  /// @param stamps of the destinations of its targets, in the configuration's order
  private record Seen(Mirror.Tip tip, List<String> stamps, Duration at) {}

  /// Whether a look finds all as the last pass left it. One request to the source at most.
  boolean isQuiet(Watched watched, Source source, Duration now) {
    Optional<Seen> last =
        Optional.ofNullable(seen.get(source.name()))
            .filter(left -> now.minus(left.at()).compareTo(longest(source)) < 0);
    try {
      return last.isPresent()
          && stamps(watched, source).equals(last.get().stamps())
          && ports(watched).mirror().look(source).equals(last.get().tip());
    } catch (StepFailed _) {
      return false; // the pass says why
    }
  }

  private static Duration longest(Source source) {
    Duration half = source.policy().staleAfter().dividedBy(2);
    return half.compareTo(LONGEST) < 0 ? half : LONGEST;
  }

  /// Passes over a source's targets are over.
  void over(Watched watched, Source source, List<PassResult> results, Duration now) {
    seen.remove(source.name());
    try {
      if (!results.isEmpty()
          && results.stream().allMatch(QuietSources::isDone)
          && isProven(watched, source)) {
        List<String> stamps = stamps(watched, source);
        ports(watched)
            .memory()
            .cache()
            .lastPoll(source)
            .flatMap(StatusCache.Poll::tip)
            .ifPresent(tip -> seen.put(source.name(), new Seen(tip, stamps, now)));
      }
    } catch (StepFailed _) {
      // Not known to be quiet: the next look is a pass.
    }
  }

  private static boolean isDone(PassResult result) {
    return switch (result) {
      case PassResult.Done done ->
          isDone(done.outcome()) && done.end().pushed().durability() == Durability.DURABLE;
      case PassResult.Stopped _, PassResult.Broken _ -> false;
    };
  }

  private static boolean isDone(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> true;
      case Outcome.Held _,
          Outcome.Waiting _,
          Outcome.Offline _,
          Outcome.Failed _,
          Outcome.Refused _,
          Outcome.Settled _,
          Outcome.Stranded _ ->
          false;
    };
  }

  /// Content whose proof is outstanding is looked after by every pass.
  private static boolean isProven(Watched watched, Source source) throws StepFailed {
    for (Target target : watched.targets(List.of(source.name()))) {
      Proof.Standing standing = ports(watched).memory().ledger().history(target.name()).standing();
      if (!standing.isGood()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> stamps(Watched watched, Source source) throws StepFailed {
    Destination destination = ports(watched).destination();
    List<String> stamps = new ArrayList<>();
    for (Target target : watched.targets(List.of(source.name()))) {
      stamps.add(destination.stamp(target.place()));
    }
    return stamps;
  }

  private static Ports ports(Watched watched) {
    return watched.equipment().ports();
  }
}
