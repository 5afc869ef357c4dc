// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose content is live, and what there is to run on.
final class ObservedTest {
  private static final Content OURS = Content.of("ours");

  @ParameterizedTest(name = "{0} recorded as {1}, {2} good before, {3} on disk: {4}, runs on {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # record | proof   | before | disk  | drift   | usable
                   | NONE    |        |       | NONE    |
                   | NONE    |        | other | FOREIGN | other
          ours     | PASSED  | ours   | ours  | NONE    | ours
          ours     | PASSED  | ours   | other | EDITED  | ours
          ours     | PASSED  | ours   |       | MISSING | ours
          ours     | PENDING |        | other | EDITED  | ours
          ours     | FAILED  | old    | other | EDITED  | ours
          ours     | FAILED  |        | ours  | NONE    | ours
          ours     | FAILED  |        |       | MISSING | ours
          ours     | FAILED  |        | other | FOREIGN | ours
          """)
  void tells_whose_content_is_live(
      @Nullable String record,
      Proof.Standing proof,
      @Nullable String before,
      @Nullable String disk,
      Drift drift,
      @Nullable String usable) {
    Observed now =
        new Observed(
            history(entry(record, proof), entry(before, Proof.Standing.PASSED), Map.of()),
            Optional.ofNullable(disk).map(Content::of));

    assertThat(now.drift()).isEqualTo(drift);
    assertThat(now.usable().content())
        .isEqualTo(Optional.ofNullable(usable).map(text -> Content.of(text).blob()));
    assertThat(now.isDrifted()).isEqualTo(record != null && drift != Drift.NONE);
  }

  @ParameterizedTest
  @CsvSource({"ours, ours", "ours, other", "ours,", ", other"})
  void what_is_in_quarantine_is_nothing_to_run_on(@Nullable String record, @Nullable String disk) {
    Quarantine.Reason reason = Quarantine.Reason.FAILED;
    Map<BlobId, Quarantine> quarantine =
        Map.of(
            OURS.blob(), new Quarantine(OURS.blob(), reason),
            Content.of("other").blob(), new Quarantine(Content.of("other").blob(), reason));
    Observed now =
        new Observed(
            history(entry(record, Proof.Standing.FAILED), Optional.empty(), quarantine),
            Optional.ofNullable(disk).map(Content::of));

    assertThat(now.usable()).isEqualTo(new Live.Nothing());
  }

  @Test
  void adopts_a_person_s_file_but_not_the_branch_s_nor_what_is_in_quarantine() {
    Content theirs = Content.of("theirs");
    BlobId branch = OURS.blob();
    Optional<Entry> none = Optional.empty();
    History empty = history(none, none, Map.of());
    History forbidding =
        history(
            none,
            none,
            Map.of(theirs.blob(), new Quarantine(theirs.blob(), Quarantine.Reason.FAILED)));
    History live = history(entry("ours", Proof.Standing.PASSED), none, Map.of());

    assertThat(new Observed(empty, Optional.of(theirs)).isToAdopt(branch)).isTrue();
    assertThat(new Observed(empty, Optional.of(OURS)).isToAdopt(branch)).isFalse();
    assertThat(new Observed(empty, Optional.empty()).isToAdopt(branch)).isFalse();
    assertThat(new Observed(forbidding, Optional.of(theirs)).isToAdopt(branch)).isFalse();
    assertThat(new Observed(live, Optional.of(theirs)).isToAdopt(branch)).isFalse();
  }

  private static History history(
      Optional<Entry> newest, Optional<Entry> good, Map<BlobId, Quarantine> quarantine) {
    return new History(
        newest, newest, good, Optional.empty(), LedgerSamples.quarantined(quarantine.values()));
  }

  private static Optional<Entry> entry(@Nullable String live, Proof.Standing proof) {
    return Optional.ofNullable(live)
        .map(text -> LedgerSamples.live(Content.of(text)))
        .map(after ->
            new Entry(
                EntryId.of("ab".repeat(20)),
                LedgerSamples.START,
                LedgerSamples.attempt(
                    OutcomeKind.DEPLOYED,
                    new Change(Optional.empty(), after, after),
                    proof,
                    new Account(""))));
  }
}
