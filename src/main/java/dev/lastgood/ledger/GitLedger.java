// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// The ledger as a bare repository: one branch per target, one commit per entry.
///
/// Everything is on disk before a method returns, objects before the refs that name them. Reading
/// needs no lock and creates nothing; writing expects the caller to hold the state directory's
/// lock.
///
/// An entry names the intent that it settles. So a settling that was killed after the branch had
/// moved is seen as what it is: reading counts it as done, and the next writing finishes it.
///
/// A ledger that is damaged fails every method that meets the damage: nothing is decided on it.
public final class GitLedger implements Ledger {
  private final LedgerAccess access;
  private final CommitIdents idents;
  private final KnownHistories known = new KnownHistories();

  /// A ledger in a state directory; nothing is read or created yet.
  ///
  /// @param host this host's name, for the committer's address
  public GitLedger(Path stateDirectory, String host, InstantSource clock) {
    this.access = new LedgerAccess(stateDirectory);
    this.idents = new CommitIdents(host, clock);
  }

  @Override
  public History history(TargetName target) throws StepFailed {
    return access.read(Step.RECOVER, ledger -> known.history(ledger, target)).orElse(History.NONE);
  }

  @Override
  public Intent intend(Plan plan, Intent.Phase phase, Contents contents) throws StepFailed {
    return access.write(Step.INTEND, ledger -> writer(ledger).intend(plan, phase, contents));
  }

  private LedgerWriter writer(OpenLedger ledger) {
    return new LedgerWriter(ledger, idents);
  }

  @Override
  public void withdraw(TargetName target) throws StepFailed {
    access.write(
        Step.SETTLE,
        ledger -> {
          writer(ledger).withdraw(target);
          return target;
        });
  }

  /// @throws IllegalArgumentException when the bytes are not those that the attempt says are live
  @Override
  public Entry settle(Attempt attempt, Contents contents) throws StepFailed {
    requireBytes(attempt, contents);
    return access.write(Step.SETTLE, ledger -> writer(ledger).settle(attempt, contents).entry());
  }

  private static void requireBytes(Attempt attempt, Contents contents) {
    if (!attempt.change().after().content().equals(contents.live().map(Content::blob))) {
      throw new IllegalArgumentException(
          "the entry says %s is live, the bytes are %s"
              .formatted(attempt.change().after(), contents.live()));
    }
  }

  /// @throws IllegalArgumentException when the bytes are not those that the attempt says are live,
  ///   or there is nothing here to be joined
  @Override
  public Entry join(Attempt attempt, Contents contents, EntryId other) throws StepFailed {
    requireBytes(attempt, contents);
    ObjectId parent = EntryReader.objectId(other);
    return access.write(
        Step.SETTLE, ledger -> writer(ledger).join(attempt, contents, parent).entry());
  }

  @Override
  public void adopt(TargetName target, EntryId entry) throws StepFailed {
    boolean adopted =
        access.write(
            Step.SETTLE, ledger -> writer(ledger).adopt(target, EntryReader.objectId(entry)));
    if (!adopted) {
      throw StepFailed.retry(
          Step.SETTLE,
          "entry %s does not follow the newest one of %s".formatted(entry.abbreviated(), target),
          "nothing was changed; the next pass compares again");
    }
  }

  @Override
  public void walk(TargetName target, Predicate<Entry> visitor) throws StepFailed {
    chain(target).walk(visitor);
  }

  @Override
  public Entry entry(TargetName target, EntryId id) throws StepFailed {
    return access
        .read(Step.RECOVER, ledger -> ledger.entry(target, EntryReader.objectId(id)).entry())
        .orElseThrow(() -> missing("there is no entry " + id));
  }

  @Override
  public void line(TargetName target, Predicate<Entry> visitor) throws StepFailed {
    access.read(
        Step.RECOVER,
        ledger -> {
          ledger.line(target, stored -> visitor.test(stored.entry()));
          return target;
        });
  }

  @Override
  public Contents contents(EntryId entry) throws StepFailed {
    return access
        .read(Step.RECOVER, ledger -> ledger.contents(EntryReader.objectId(entry)))
        .orElseThrow(() -> missing("there is no entry " + entry));
  }

  @Override
  public Content content(TargetName target, BlobId blob) throws StepFailed {
    return chain(target).content(blob);
  }

  @Override
  public Tally tally(TargetName target, History of) throws StepFailed {
    Optional<Tally> counted = known.tally(target, of);
    return counted.isPresent()
        ? counted.get()
        : access
            .read(Step.RECOVER, ledger -> KnownHistories.counted(ledger, target))
            .orElse(Tally.NONE);
  }

  private RecordedChain chain(TargetName target) {
    return new RecordedChain(access, target.value(), target);
  }

  private static StepFailed missing(String message) {
    return StepFailed.operator(Step.RECOVER, message, "lastgood verify checks the record");
  }
}
