// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// How things stand with a target, in one word: the same for people and for programs.
public enum TargetState implements Worded {
  /// The next pass would have nothing to complain of, by all that is known.
  GOOD,
  /// Nothing is deployed yet.
  NEW,
  /// New content is live; its proof is outstanding.
  PENDING,
  /// Paused, or rolled back by hand.
  HELD,
  /// The branch has content that is not live: refused, in quarantine, or next.
  WAITING,
  /// The branch's history was rewritten.
  REWRITTEN,
  /// An operator must act.
  FAILING,
  /// The source was not reached; there is time left.
  UNREACHABLE,
  /// The branch's content has not been judged for too long, or never.
  STALE,
  /// The destination does not hold what was deployed.
  DRIFTED,
  /// The service does not run well on what is live.
  UNHEALTHY,
  /// A rollback failed.
  STRANDED,
  /// A pass was killed between its swap and its end.
  INTERRUPTED,
  /// The record has forgotten what was deployed.
  LOST;
}
