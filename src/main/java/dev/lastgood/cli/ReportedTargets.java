// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Status;
import dev.lastgood.app.Subject;
import dev.lastgood.model.Target;
import dev.lastgood.page.ReportPage;
import dev.lastgood.page.Reported;
import dev.lastgood.sync.port.Chain;
import java.time.Instant;
import java.util.List;

/// What a report is made of. What can't be known of one target keeps nobody from knowing the
/// others.
final class ReportedTargets {
  private ReportedTargets() {}

  /// Targets of this host, with how they stand.
  static List<Reported> here(Equipment equipment, List<Target> targets) {
    Status status = new Status(equipment.ports(), equipment.preconditions(), equipment.lock());
    return targets.stream()
        .map(target ->
            new Reported(
                equipment.archive().chain(target.name()),
                known(
                    () -> new Reported.Known.Here(Subject.of(target).ask(() -> status.of(target)))),
                ""))
        .toList();
  }

  /// What a page of them is about.
  static ReportPage.About about(String host) {
    return new ReportPage.About("lastgood on " + host, "the record and the state of " + host);
  }

  /// Chains of a copy of a record.
  ///
  /// @param option what a command needs to be about the same copy
  static List<Reported> recorded(List<Chain> chains, Instant now, String option) {
    return chains.stream()
        .map(chain ->
            new Reported(
                chain, known(() -> new Reported.Known.Recorded(LiveAt.of(chain, now))), option))
        .toList();
  }

  private static Reported.Known known(Question question) {
    try {
      return question.ask();
    } catch (RequestFailed e) {
      return new Reported.Known.Unknown(e);
    }
  }

  /// How things stand with a target.
  private interface Question {
    Reported.Known ask() throws RequestFailed;
  }
}
