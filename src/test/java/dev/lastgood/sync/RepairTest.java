// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The decision table of what is done about a stranded target.
final class RepairTest {
  private static final Content GOOD = Content.of("good");
  private static final Content BAD = Content.of("bad");

  private static Live live(String word) {
    return switch (word) {
      case "good" -> LedgerSamples.live(GOOD);
      case "bad" -> LedgerSamples.live(BAD);
      case "found" -> new Live.Foreign(Content.of("found").blob());
      case "nothing" -> new Live.Nothing();
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Entry entry(OutcomeKind kind, String after, Proof.Standing standing, Step last) {
    Optional<Candidate> candidate =
        after.equals("found") ? Optional.empty() : Optional.of(LedgerSamples.candidate(BAD));
    Change change = new Change(candidate, new Live.Nothing(), live(after));
    Account account = new Account("", List.of(Failure.retry(last, "failed", "")));
    return new Entry(
        new EntryId(new CommitId("ab".repeat(20))),
        LedgerSamples.START,
        LedgerSamples.attempt(kind, change, standing, account));
  }

  private static String word(Repair repair) {
    return switch (repair) {
      case Repair.Ask() -> "ask";
      case Repair.PutIn(Live goal) ->
          goal.equals(live("good"))
              ? "good in"
              : goal.equals(live("found")) ? "found in" : "bad in";
      case Repair.TakeOut(Candidate _) -> "bad out";
    };
  }

  @ParameterizedTest(
      name =
          "{0} live and {2} on disk, last good {1}, {3} in quarantine, {4}, last in {5}, insisted"
              + " {6}: {7}")
  @CsvSource({
    // On the last good, and started on it: it is asked, unless a person insists.
    "good, good, good, bad, ROLLED_BACK, PROVE, false, ask",
    "good, good, good, bad, STRANDED, PROVE, false, ask",
    "good, good, good, bad, STRANDED, PROVE, true, good in",
    // It was never started on it, or the file is not there.
    "good, good, good, bad, STRANDED, ACTIVATE, false, good in",
    "good, good, bad, bad, ROLLED_BACK, PROVE, false, good in",
    "good, good, none, bad, ROLLED_BACK, PROVE, false, good in",
    // The way back did not get the last good in.
    "bad, good, bad, bad, STRANDED, PROVE, false, good in",
    // A first deployment: what failed goes out again.
    "bad, nothing, bad, bad, STRANDED, PROVE, false, bad out",
    "bad, nothing, bad, bad, STRANDED, ROLL_BACK, false, bad out",
    // Nothing is held against it, or not any more: it stays, and is started where it was not.
    "bad, nothing, bad, none, STRANDED, PROVE, false, ask",
    "bad, nothing, bad, none, STRANDED, ACTIVATE, false, bad in",
    "bad, nothing, none, none, STRANDED, PROVE, false, bad in",
    // Nothing is live, as before the first deployment.
    "nothing, nothing, none, bad, ROLLED_BACK, PROVE, false, ask",
    "nothing, nothing, none, bad, ROLLED_BACK, PROVE, true, bad out",
    // A file that was found stays.
    "found, nothing, found, bad, ADOPTED, PROVE, false, ask",
    "found, nothing, none, bad, ADOPTED, PROVE, false, found in"
  })
  void decides(
      String live,
      String good,
      String disk,
      String quarantined,
      OutcomeKind kind,
      Step last,
      boolean insisted,
      String expected) {
    Entry trouble = entry(kind, live, Proof.Standing.FAILED, last);
    Optional<Entry> lastGood =
        good.equals("nothing")
            ? Optional.empty()
            : Optional.of(entry(OutcomeKind.DEPLOYED, good, Proof.Standing.PASSED, Step.PROVE));
    Map<BlobId, Quarantine> quarantine =
        quarantined.equals("none")
            ? Map.of()
            : Map.of(BAD.blob(), new Quarantine(BAD.blob(), Quarantine.Reason.FAILED));
    History history =
        new History(
            Optional.of(trouble),
            Optional.of(trouble),
            lastGood,
            Optional.empty(),
            LedgerSamples.quarantined(quarantine.values()));
    Optional<Content> found =
        disk.equals("none") ? Optional.empty() : Optional.of(Content.of(disk));
    assertThat(word(Repair.of(history, trouble, found, insisted))).isEqualTo(expected);
  }
}
