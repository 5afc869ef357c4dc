// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Origin;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Target;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.StatusCache;
import java.util.Optional;

/// What the last pass over a target came to, from memory and record.
final class LastKnownPass {
  private LastKnownPass() {}

  /// The last pass, when it was made with this configuration; what the record knows of a later one,
  /// or of one that was forgotten, is taken from its newest entry.
  static Optional<LastPass> of(StatusCache cache, Target target, History history) {
    String configuration = LastPass.configuration(target);
    Optional<LastPass> remembered =
        cache.lastPass(target.name()).filter(pass -> pass.configuration().equals(configuration));
    Optional<EntryId> newest = history.newest().map(Entry::id);
    if (remembered.filter(pass -> pass.entry().equals(newest)).isPresent()) {
      return remembered;
    }
    return history
        .newest()
        .filter(entry -> remembered.isPresent() || isOf(target, entry))
        .map(entry -> told(entry, configuration, remembered.flatMap(LastPass::found)));
  }

  /// What a pass came to before it was ordered to hold says nothing of the next one.
  static boolean isAfterPause(LastPass pass, History history) {
    return history.pause().filter(pause -> !pass.at().isAfter(pause.at())).isEmpty();
  }

  private static boolean isOf(Target target, Entry entry) {
    return entry
        .attempt()
        .change()
        .candidate()
        .map(Candidate::origin)
        .filter(origin -> isOf(target, origin))
        .isPresent();
  }

  private static boolean isOf(Target target, Origin origin) {
    return origin.url().equals(target.source().remote())
        && origin.path().equals(target.path())
        && target.source().branch().map(origin.branch()::equals).orElse(true);
  }

  private static LastPass told(Entry entry, String configuration, Optional<LastPass.Find> before) {
    Optional<LastPass.Find> found =
        entry.attempt().change().candidate().map(TargetStatus.Waiting::found);
    return new LastPass(
        entry.at(),
        entry.at(),
        configuration,
        Optional.of(entry.id()),
        new LastPass.Result(
            LastPass.Conclusion.of(entry),
            entry.attempt().outcome().word(),
            entry.attempt().account().failures().stream().findFirst(),
            ""),
        entry.attempt().outcome() == OutcomeKind.MANUAL_ROLLBACK ? before : found);
  }
}
