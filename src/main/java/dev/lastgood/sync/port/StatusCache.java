// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// What the last passes saw, in `status.json`. A convenience: losing it loses no safety, and never
/// fails a pass.
///
/// Whatever is remembered is bound to what it was remembered of, and is not found when that has
/// changed: a look to the url and the branch, a push to the remote's, a judgement to these and the
/// path, commits with the live content to these and the release that is live.
public interface StatusCache {
  /// The last look at a source as it is configured now.
  Optional<Poll> lastPoll(Source source);

  /// Remembers a look.
  void remember(Source source, Poll poll);

  /// When the content of a target's branch was last judged: its bytes were in hand, or known to be
  /// the live ones or refused ones. A tip that answers is not enough.
  Optional<Instant> judged(Target target);

  /// Remembers that it was judged.
  void rememberJudged(Target target, Instant at);

  /// The newest commits known to carry a target's live content.
  ///
  /// @param live what is live by the record
  Optional<Carrier> carrier(Target target, Release live);

  /// Remembers which commits carry the live content.
  void remember(Target target, Release live, Carrier carrier);

  /// What the last refusal by a check rests on. Found or not, it is only believed while that is the
  /// same.
  Optional<VerdictBasis> refused(TargetName target);

  /// Remembers what a refusal rests on.
  void rememberRefused(TargetName target, VerdictBasis basis);

  /// On what the probe's question was last answered well, and how it was asked.
  Optional<VerdictBasis> answered(TargetName target);

  /// Remembers that the probe's question was answered well.
  void rememberAnswered(TargetName target, VerdictBasis basis);

  /// The last pass over a target.
  Optional<LastPass> lastPass(TargetName target);

  /// Remembers what a pass came to.
  void remember(TargetName target, LastPass pass);

  /// The last time that a target's record was to be brought to its remote.
  Optional<Push> lastPush(TargetName target, LedgerRemote.Address remote);

  /// Remembers what came of that.
  void remember(TargetName target, LedgerRemote.Address remote, Push push);

  /// Does a pass, and keeps all that is remembered during it at once, when it ends: what a tick
  /// that changes nothing writes is written once.
  default <T> T together(Supplier<T> pass) {
    return pass.get();
  }

  /// Answers several questions from one reading. Nothing may be remembered meanwhile.
  default <T> T atOnce(Supplier<T> questions) {
    return questions.get();
  }

  /// One look at a source.
  ///
  /// @param succeededAt when a look last succeeded; empty when none is known
  /// @param tip the newest tip known
  /// @param error what was wrong with this look; empty when it succeeded
  /// @param traffic what went over the wire for it, and for what it led to; empty when an earlier
  ///   version looked
  record Poll(
      Instant at,
      Optional<Instant> succeededAt,
      Optional<Mirror.Tip> tip,
      Optional<String> error,
      Optional<Traffic> traffic) {
    /// The same, now that this much went over the wire.
    public Poll with(Traffic spent) {
      return new Poll(at, succeededAt, tip, error, Optional.of(spent));
    }
  }

  /// What came of bringing a record to its remote.
  ///
  /// @param succeededAt when all of it was last known to be there; empty when that is not known
  /// @param failure what was wrong with the remote this time; empty when it answered as it should
  record Push(Instant at, Optional<Instant> succeededAt, Optional<Failure> failure) {}

  /// Commits that carry the live content.
  ///
  /// @param commit the newest commit seen with it
  /// @param descendant the newest of them known to follow the deployed one: what a later tip is
  ///   compared with, because the deployed one may be thousands of commits away by then
  /// @param unused the newest of those with nothing after the deployed one up to it that permits
  ///   something: from here on a later change looks for permissions
  record Carrier(CommitId commit, CommitId descendant, CommitId unused) {}
}
