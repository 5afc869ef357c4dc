// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.History;
import java.util.List;
import java.util.Optional;

/// What a pass does about a service that failed on what is live: decided on the record and on what
/// lies at the destination.
sealed interface Repair {
  /// The service was started on the last good and fails on it: it is asked, and never restarted by
  /// the timer.
  record Ask() implements Repair {}

  /// A way back did not get the last good in, or did not get the service to read it.
  ///
  /// @param goal content to be put in
  record PutIn(Live goal) implements Repair {}

  /// The way back of a first deployment failed: back to no file, as before it.
  record TakeOut(Candidate candidate) implements Repair {}

  /// Decides.
  ///
  /// @param trouble the entry that says so
  /// @param insisted whether an operator wants it tried again in any case
  static Repair of(History history, Entry trouble, Optional<Content> disk, boolean insisted) {
    Live goal = goal(history);
    boolean there =
        goal.content().equals(history.live().content())
            && (goal.content().isEmpty() || disk.map(Content::blob).equals(goal.content()));
    if (there && wasStarted(trouble) && !insisted) {
      return new Ask();
    }
    return goal.content().isPresent()
        ? new PutIn(goal)
        : trouble.change().candidate().<Repair>map(TakeOut::new).orElse(new Ask());
  }

  /// Whether the service was started on what is live. Until it was, it runs on what was taken away,
  /// and its word is worth nothing.
  private static boolean wasStarted(Entry trouble) {
    List<Failure> failures = trouble.failures();
    return trouble.outcome() != OutcomeKind.STRANDED
        || failures.isEmpty()
        || failures.getLast().step() == Step.PROVE;
  }

  /// Where a stranded target has to go: to the last good. Where there is none it stays on a file
  /// that was found, and on content of ours that is not, or no longer, in quarantine.
  private static Live goal(History history) {
    Live good = history.fallback();
    Live live = history.live();
    if (good.content().isPresent()) {
      return good.content().equals(live.content()) ? live : good;
    }
    return switch (live) {
      case Live.Nothing() -> live;
      case Live.Foreign _ -> live;
      case Live.Managed(var release) -> history.isQuarantined(release.blob()) ? good : live;
    };
  }
}
