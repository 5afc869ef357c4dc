// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.check.SyncRulesParser.Asked;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.util.Arrays;
import java.util.Optional;

/// Whether a parser can be asked, and whether it is as new as the service that it judges for.
record ParserReadiness(SyncRulesParser parsers, Target target) {
  private static final Verdicts POWERSYNC = new Verdicts("powersync");

  Verdict of(RulesParser parser) {
    return switch (parsers.ask(parser, target, SyncRulesParser.sample(), Optional.empty())) {
      case Asked.Judged(ParserReport report) -> answers(parser, report);
      case Asked.Unjudged(String why, String hint, _) ->
          POWERSYNC.unavailable("PowerSync's parser can't be asked: " + why, hint);
    };
  }

  private Verdict answers(RulesParser parser, ParserReport report) {
    String words = "PowerSync's parser " + report.version() + " answers";
    if (!report.fatal().isEmpty()) {
      return POWERSYNC.unavailable(
          words + ", and refuses what every version takes: " + report.fatal().first(),
          "is it PowerSync's own?");
    }
    Optional<String> older =
        switch (parser.where()) {
          case RulesParser.Container _ -> Optional.empty(); // it is the service's
          case RulesParser.Image _, RulesParser.Directory _ ->
              parsers
                  .versionOfService(target)
                  .filter(service -> isOlder(report.version(), service));
        };
    return older
        .map(service ->
            POWERSYNC.unavailable(
                "PowerSync's parser "
                    + report.version()
                    + " is older than the service's, "
                    + service,
                "take the service's own: parser: container, or bring " + service))
        .orElseGet(() -> POWERSYNC.passed(words));
  }

  /// What is no version is older than nothing.
  private static boolean isOlder(String one, String other) {
    if (!one.matches("\\d{1,9}(\\.\\d{1,9})*") || !other.matches("\\d{1,9}(\\.\\d{1,9})*")) {
      return false;
    }
    return Arrays.compare(numbers(one), numbers(other)) < 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }
}
