// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Release;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Judges where a candidate comes from: its history and its signatures.
final class Judge {
  private final Ledger ledger;
  private final Target target;
  private final Ports ports;
  private final SignatureRule signatures;

  Judge(Ports ports, Target target) {
    this.ledger = ports.memory().ledger();
    this.target = target;
    this.ports = ports;
    this.signatures = new SignatureRule(ports.mirror(), target);
  }

  /// A candidate with as much of its history as is known.
  sealed interface Judged {
    Candidate candidate();

    /// Its history may be followed.
    record Allowed(Candidate candidate) implements Judged {}

    /// It may not, or nobody could find out.
    ///
    /// @param why of step [Step#JUDGE]
    record Denied(Candidate candidate, StepFailed why) implements Judged {}
  }

  /// Judges what was found.
  ///
  /// @throws StepFailed when its history can't be had
  Judged judge(History history, Mirror.Found found) throws StepFailed {
    Optional<Release> live = history.live().managed();
    if (live.isEmpty()) {
      return signed(found, AncestryRule.nothing(), SignatureRule.Base.NONE);
    }
    Optional<Origin> from = ledger.candidate(target.name(), history.live()).map(Candidate::origin);
    AncestryRule ancestry = new AncestryRule(ports, target, history);
    return switch (ancestry.follow(live.get(), found)) {
      case AncestryRule.Followed.Rewritten(Mirror.Lineage lineage) ->
          new Judged.Denied(
              candidate(target, found, lineage, unsigned(lineage)),
              new StepFailed(ancestry.rewritten(live.get(), from, found, lineage)));
      case AncestryRule.Followed.Allowed(Mirror.Lineage lineage) ->
          signed(found, lineage, base(from, lineage));
    };
  }

  /// What was deployed from another path says nothing of who wrote this one.
  private SignatureRule.Base base(Optional<Origin> from, Mirror.Lineage lineage) {
    boolean comparable =
        lineage.ancestry() == Mirror.Ancestry.DESCENDS
            && from.filter(origin -> origin.path().equals(target.path())).isPresent();
    return comparable ? SignatureRule.Base.DEPLOYED : SignatureRule.Base.NONE;
  }

  private Judged signed(Mirror.Found found, Mirror.Lineage lineage, SignatureRule.Base base) {
    try {
      SignatureRule.Signed signed = signatures.demand(found, lineage, base);
      return new Judged.Allowed(candidate(target, found, lineage, signed));
    } catch (StepFailed e) {
      return new Judged.Denied(candidate(target, found, lineage, unsigned(lineage)), e);
    }
  }

  private static SignatureRule.Signed unsigned(Mirror.Lineage lineage) {
    return new SignatureRule.Signed(Optional.empty(), lineage.touching());
  }

  /// A candidate of which no more is known than where it was found.
  static Candidate unjudged(Target target, Mirror.Found found) {
    Mirror.Lineage unread =
        Mirror.Lineage.unknown(
            Mirror.Ancestry.UNKNOWN, "it came to no judgement about the history");
    return candidate(target, found, unread, unsigned(unread));
  }

  private static Candidate candidate(
      Target target, Mirror.Found found, Mirror.Lineage lineage, SignatureRule.Signed signed) {
    return new Candidate(
        new Release(found.tip().commit(), found.blob()),
        new Origin(target.source().url(), found.tip().branch(), target.path(), found.way()),
        found.commit(),
        signed.touching(),
        lineage.permitting(),
        signed.signer());
  }
}
