// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks.Permissions;
import dev.lastgood.text.Harmless;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What sync rules take from clients, and whether they may.
///
/// @param diff what the file's own words say of it
record Removals(CheckSpec.PowerSyncRules spec, Permissions permissions, SyncRulesDiff diff) {
  /// Of the list: what was compared is said after it.
  private static final int LONGEST = 1000;

  private static final Verdicts POWERSYNC = new Verdicts("powersync");

  /// By the names of buckets and streams, which may miss a loss and take a new name for one.
  ///
  /// @param why there is nothing better to compare
  Verdict byName(String why) {
    return verdict(diff.removals(), "compared by names: " + why);
  }

  /// By the tables that clients get.
  Verdict byTable(ParserReport.Listed losses) {
    return verdict(losses.lines("the table "), "compared by what clients get");
  }

  private Verdict verdict(List<String> removals, String compared) {
    if (removals.isEmpty() || isAllowed()) {
      return POWERSYNC.passed();
    }
    return POWERSYNC.refused(
        "this removes %s from every client (%s)"
            .formatted(Harmless.line(String.join(", ", removals), LONGEST), compared),
        "when that is meant, add the trailer 'Lastgood-Allow: removals' to the commit's"
            + " message, or set allow-removals: true on the target"
            + permissions
                .unseen()
                .map(unseen -> "; only the newest commits' messages are known: " + unseen)
                .orElse(""));
  }

  private boolean isAllowed() {
    return spec.allowRemovals()
        || permissions.given().stream()
            .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+")))
            .anyMatch("removals"::equals);
  }
}
