// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Worded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The last pass over a target and what came of it, as it is remembered for whoever asks in
/// between.
///
/// It is bound to what it was made of: under another configuration, or beside another newest entry,
/// it says nothing.
///
/// @param configuration what it was made of, see [#configuration(Target)]
/// @param entry the record's newest entry when it ended
/// @param found what the branch held when it was last seen
public record LastPass(
    Times times,
    String configuration,
    Optional<EntryId> entry,
    Result result,
    Optional<Find> found) {

  /// The same beside what is remembered of the pass before: since when it is so, and what is known
  /// of the branch better than this pass knows it.
  public LastPass after(Optional<LastPass> last) {
    Optional<LastPass> before = last.filter(one -> one.configuration.equals(configuration));
    Optional<Find> known = before.flatMap(LastPass::found);
    // What is refused without having been found is no file: the branch holds nothing any more.
    Optional<Find> unseen = result.conclusion == Conclusion.REFUSED ? Optional.empty() : known;
    Optional<Find> branch = found.map(find -> find.broughtAs(known)).or(() -> unseen);
    Instant begun =
        before.filter(one -> one.isLike(result, branch)).map(LastPass::since).orElse(since());
    return new LastPass(times.since(begun), configuration, entry, result, branch);
  }

  /// When it ended.
  public Instant at() {
    return times.at;
  }

  /// When the first of the passes ended that came to the same, one after the other.
  public Instant since() {
    return times.since;
  }

  /// When it was.
  ///
  /// @param at when it ended
  /// @param since when the first of the passes ended that came to the same, one after the other
  /// @param took empty when an earlier version made it
  public record Times(Instant at, Instant since, Optional<Duration> took) {
    /// Of a pass that came to something new.
    public static Times of(Instant at, Duration took) {
      return new Times(at, at, Optional.of(took));
    }

    private Times since(Instant begun) {
      return new Times(at, begun, took);
    }
  }

  private boolean isLike(Result other, Optional<Find> branch) {
    return result.isLike(other) && found.map(Find::blob).equals(branch.map(Find::blob));
  }

  /// What a pass came to.
  ///
  /// @param conclusion how it is to be taken
  /// @param failure what went wrong first
  /// @param note more to say; may be empty
  /// @param durability what became of the record of that
  public record Result(
      Conclusion conclusion,
      String outcome,
      Optional<Failure> failure,
      String note,
      Durability durability) {
    /// The same, with what became of the record of that.
    public Result with(Durability known) {
      return new Result(conclusion, outcome, failure, note, known);
    }

    /// What a pass is remembered as in which this program failed.
    public static Result bug(Throwable bug) {
      Failure failure = Failure.bug(Step.LOCK, bug);
      return new Result(Conclusion.BUG, "failed", Optional.of(failure), "", Durability.DURABLE);
    }

    /// What is waited for is told as it is now, which is no other wait.
    boolean isLike(Result other) {
      return conclusion == other.conclusion
          && (conclusion == Conclusion.HELD
              ? failure.isPresent() == other.failure.isPresent()
              : failure.equals(other.failure));
    }
  }

  /// What stood at branch:path.
  ///
  /// @param cause the commit that brought the content, as far as that is known; else the tip
  public record Find(CommitId tip, BlobId blob, SourceCommit cause) {
    /// What is remembered of a candidate: of the message, the subject.
    public static Find of(Candidate candidate) {
      return new Find(
          candidate.release().commit(), candidate.release().blob(), brief(candidate.cause()));
    }

    /// Who brought the content is known best by the pass that judged it; later ones see the tip.
    private Find broughtAs(Optional<Find> known) {
      return known
          .filter(before -> before.blob.equals(blob))
          .map(before -> new Find(tip, blob, before.cause))
          .orElse(this);
    }

    private static SourceCommit brief(SourceCommit commit) {
      return new SourceCommit(
          commit.id(),
          commit.author(),
          commit.authoredAt(),
          commit.committedAt(),
          commit.subject());
    }
  }

  /// How the end of a pass is to be taken: one constant for each kind of answer to "and now?".
  public enum Conclusion implements Worded {
    /// What the branch holds is live, or what was ordered is done.
    DONE,
    /// Something is not tried, as ordered.
    HELD,
    /// The source was not reached, and there is time left.
    OFFLINE,
    /// The source was not reached for too long.
    STALE,
    /// The source was not reached, and there is no usable file.
    NO_FILE,
    /// Something failed before the swap that says nothing about the content.
    FAILED,
    /// The branch's content is refused.
    REFUSED,
    /// New content failed, and the last good is live and healthy.
    ROLLED_BACK,
    /// New content failed, and there was none before it.
    ROLLED_BACK_TO_NOTHING,
    /// New content failed, and the last good is live and as unhealthy as before.
    UNHEALTHY,
    /// The way back failed too.
    STRANDED,
    /// This program failed.
    BUG;

    /// What a pass came to that ended with this entry.
    public static Conclusion of(Entry entry) {
      return switch (entry.outcome()) {
        case DEPLOYED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK -> DONE;
        case ADOPTED -> entry.proof().standing() == Proof.Standing.FAILED ? UNHEALTHY : DONE;
        case REFUSED -> REFUSED;
        case ROLLED_BACK -> rolledBack(entry.attempt());
        case STRANDED -> STRANDED;
        case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> DONE;
      };
    }

    /// Where an operator has to act, the content is not what failed.
    private static Conclusion rolledBack(Attempt attempt) {
      if (attempt.evidence().proof().standing() == Proof.Standing.FAILED) {
        return UNHEALTHY;
      }
      Optional<Failure> first = attempt.account().failures().stream().findFirst();
      if (first.filter(failure -> failure.remedy() == Remedy.OPERATOR).isPresent()) {
        return FAILED;
      }
      return attempt.change().after().content().isPresent() ? ROLLED_BACK : ROLLED_BACK_TO_NOTHING;
    }
  }

  /// What of a target's configuration a pass's result rests on. Where secrets lie is no part of it:
  /// that differs between a unit and a shell.
  public static String configuration(Target target) {
    var source = target.source();
    return String.join(
        "\n",
        List.of(
            source.url().toString(),
            source.branch().map(branch -> branch.name()).orElse(""),
            source.policy().rewrites().name(),
            source.policy().signatures().require().name(),
            target.path().value(),
            target.place().path().toString(),
            target.gate().text()));
  }
}
