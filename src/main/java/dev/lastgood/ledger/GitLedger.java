// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.Json;
import dev.lastgood.json.PlanJson;
import dev.lastgood.json.RecordJson;
import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.ledger.LedgerObjects.NewCommit;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Plan;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// The ledger as a bare repository: one branch per target, one commit per entry.
///
/// Everything is on disk before a method returns, objects before the refs that name them. Reading
/// needs no lock and creates nothing; writing expects the caller to hold the state directory's
/// lock.
///
/// An entry names the intent that it settles. So a settling that was killed after the branch had
/// moved is seen as what it is: reading counts it as done, and the next writing finishes it. A
/// refusal has no intent; killed at that point it loses its quarantine, and is refused once more.
///
/// A ledger that is damaged fails every method that meets the damage: nothing is decided on it.
public final class GitLedger implements Ledger {
  private final LedgerAccess access;
  private final CommitIdents idents;

  /// A ledger in a state directory; nothing is read or created yet.
  ///
  /// @param host this host's name, for the committer's address
  public GitLedger(Path stateDirectory, String host, InstantSource clock) {
    this.access = new LedgerAccess(stateDirectory);
    this.idents = new CommitIdents(host, clock);
  }

  @Override
  public History history(TargetName target) throws StepFailed {
    return access
        .read(Step.RECOVER, ledger -> new HistoryReader(ledger, target).read())
        .orElse(HistoryReader.NOTHING);
  }

  @Override
  public Intent intend(Plan plan, Intent.Phase phase, Contents contents) throws StepFailed {
    return access.write(Step.INTEND, ledger -> intend(ledger, plan, phase, contents));
  }

  private Intent intend(OpenLedger ledger, Plan plan, Intent.Phase phase, Contents contents)
      throws IOException {
    TargetName target = plan.target();
    ledger.finishSettling(target);
    Instant now = idents.now();
    SortedMap<String, byte[]> files = files(contents);
    files.put(EntryReader.RECORD, PlanJson.of(plan, phase).bytes());
    ObjectId intent =
        ledger
            .objects()
            .write(
                new NewCommit(
                    files,
                    ledger.tip(target).stream().toList(),
                    idents.lastgood(now),
                    idents.lastgood(now),
                    announcement(plan, phase)));
    ledger.refs().point(LedgerRefs.intent(target), intent);
    return ledger.intent(intent);
  }

  @Override
  public void withdraw(TargetName target) throws StepFailed {
    access.write(
        Step.SETTLE,
        ledger -> {
          ledger.finishSettling(target);
          return ledger.refs().delete(LedgerRefs.intent(target));
        });
  }

  private static String announcement(Plan plan, Intent.Phase phase) {
    String subject =
        plan.change()
            .candidate()
            .map(Candidate::cause)
            .map(SourceCommit::subject)
            .orElse(plan.readiness().reason());
    return "intent %s, %s: %s\n"
        .formatted(plan.purpose().word(), phase.word(), EntryMessage.line(subject));
  }

  /// @throws IllegalArgumentException when the bytes are not those that the attempt says are live
  @Override
  public Entry settle(Attempt attempt, Contents contents) throws StepFailed {
    requireBytes(attempt, contents);
    return access.write(Step.SETTLE, ledger -> settle(ledger, attempt, contents).entry());
  }

  private static void requireBytes(Attempt attempt, Contents contents) {
    if (!attempt.change().after().content().equals(contents.live().map(Content::blob))) {
      throw new IllegalArgumentException(
          "the entry says %s is live, the bytes are %s"
              .formatted(attempt.change().after(), contents.live()));
    }
  }

  private StoredEntry settle(OpenLedger ledger, Attempt attempt, Contents contents)
      throws IOException {
    TargetName target = attempt.target();
    ledger.finishSettling(target);
    Optional<ObjectId> intent =
        attempt.outcome().isOfPass()
            ? ledger.refs().read(LedgerRefs.intent(target))
            : Optional.empty();
    Optional<ObjectId> tip = ledger.tip(target);
    ObjectId entry = write(ledger, attempt, contents, intent, tip.stream().toList());
    ledger.refs().advance(LedgerRefs.branch(target), tip, entry);
    StoredEntry stored = ledger.entry(target, entry);
    ledger.complete(stored);
    return stored;
  }

  private ObjectId write(
      OpenLedger ledger,
      Attempt attempt,
      Contents contents,
      Optional<ObjectId> intent,
      List<ObjectId> parents)
      throws IOException {
    Instant now = idents.now();
    SortedMap<String, byte[]> files =
        files(
            new Contents(contents.live(), contents.candidate().filter(c -> !isLive(c, contents))));
    files.put(EntryReader.RECORD, record(ledger, attempt, now, intent).bytes());
    return ledger
        .objects()
        .write(
            new NewCommit(
                files,
                parents,
                idents.author(attempt, now),
                idents.lastgood(now),
                EntryMessage.of(attempt)));
  }

  /// An intent that is open stays open: a join is not what it announced.
  ///
  /// @throws IllegalArgumentException when the bytes are not those that the attempt says are live,
  ///   or there is nothing here to be joined
  @Override
  public Entry join(Attempt attempt, Contents contents, EntryId other) throws StepFailed {
    requireBytes(attempt, contents);
    return access.write(
        Step.SETTLE,
        ledger -> {
          TargetName target = attempt.target();
          ledger.finishSettling(target);
          ObjectId tip =
              ledger
                  .tip(target)
                  .orElseThrow(() -> new IllegalArgumentException(target + " has no entry"));
          List<ObjectId> parents = List.of(tip, EntryReader.objectId(other));
          ledger.entry(target, parents.getLast());
          return ledger
              .entry(target, write(ledger, attempt, contents, Optional.empty(), parents))
              .entry();
        });
  }

  @Override
  public void adopt(TargetName target, EntryId entry) throws StepFailed {
    boolean adopted =
        access.write(
            Step.SETTLE,
            ledger -> {
              ledger.finishSettling(target);
              return ledger.adopt(target, EntryReader.objectId(entry));
            });
    if (!adopted) {
      throw StepFailed.retry(
          Step.SETTLE,
          "entry %s does not follow the newest one of %s".formatted(entry.abbreviated(), target),
          "nothing was changed; the next pass compares again");
    }
  }

  private static Json record(
      OpenLedger ledger, Attempt attempt, Instant now, Optional<ObjectId> intent)
      throws IOException {
    Optional<Swap> swap = intent.isEmpty() ? Optional.empty() : ledger.swap(attempt, intent.get());
    return RecordJson.of(
        new RecordJson.Stored(attempt, now, intent.map(EntryReader::entryId), swap));
  }

  private static boolean isLive(Content candidate, Contents contents) {
    return contents.live().filter(candidate::equals).isPresent();
  }

  private static SortedMap<String, byte[]> files(Contents contents) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    contents.live().ifPresent(content -> files.put(EntryReader.LIVE, content.bytes()));
    contents.candidate().ifPresent(content -> files.put(EntryReader.CANDIDATE, content.bytes()));
    return files;
  }

  @Override
  public void walk(TargetName target, Predicate<Entry> visitor) throws StepFailed {
    access.read(
        Step.RECOVER,
        ledger -> {
          ledger.walk(target, stored -> visitor.test(stored.entry()));
          return target;
        });
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
    ObjectId id = EntryReader.objectId(blob);
    return access
        .read(
            Step.RECOVER,
            ledger ->
                ledger.objects().has(id)
                    ? Optional.of(Content.of(ledger.objects().blob(id)))
                    : Optional.<Content>empty())
        .flatMap(content -> content)
        .orElseThrow(() -> missing("the record of " + target + " does not hold blob " + blob));
  }

  private static StepFailed missing(String message) {
    return StepFailed.operator(Step.RECOVER, message, "lastgood verify checks the record");
  }
}
