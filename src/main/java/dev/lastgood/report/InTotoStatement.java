// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Verdict;
import dev.lastgood.report.ForeignView.Known;
import dev.lastgood.report.ForeignView.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An entry as a statement of in-toto's attestation framework, version 1, with the predicate "test
/// result": the tests are the target's checks and the proof, the subject is the file.
///
/// It is not signed; who signs puts it into an envelope.
public final class InTotoStatement {
  private static final String PROOF = "proof";

  private InTotoStatement() {}

  /// How it went.
  private enum Result {
    PASSED,
    /// Passed as far as it went: the proof is outstanding.
    WARNED,
    FAILED
  }

  /// What an entry says of a file.
  ///
  /// @param tests of the result's kind, beside the checks
  private record Judgement(Live file, Result result, List<String> tests) {}

  /// The file that the entry judges: its bytes are what [#of] asks for.
  public static Live file(Entry entry) {
    return judgement(entry).map(Judgement::file).orElseGet(Live.Nothing::new);
  }

  /// What the format has for an entry.
  ///
  /// @param content the bytes of [#file]; empty when the record does not hold them
  public static ForeignView of(Entry entry, Optional<Content> content) {
    Optional<Judgement> judgement = judgement(entry);
    Optional<FileIdentity> file =
        judgement.flatMap(it -> FileIdentity.of(entry, it.file(), content));
    if (judgement.isEmpty() || file.isEmpty()) {
      return new Missing("it judges no content");
    }
    return new Known(
        Json.object()
            .put("_type", "https://in-toto.io/Statement/v1")
            .put("subject", List.of(file.get().descriptor()))
            .put("predicateType", "https://in-toto.io/attestation/test-result/v0.1")
            .put("predicate", predicate(entry, judgement.get())));
  }

  private static Optional<Judgement> judgement(Entry entry) {
    return switch (entry.outcome()) {
      case DEPLOYED, ADOPTED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK -> proven(entry);
      case REFUSED -> refused(entry);
      case ROLLED_BACK, STRANDED -> failed(entry);
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> Optional.empty();
    };
  }

  private static Optional<Judgement> proven(Entry entry) {
    Proof proof = entry.proof();
    if (proof.equals(Proof.carried(proof.standing()))) {
      return Optional.empty(); // what earlier entries have said
    }
    Optional<Result> result =
        switch (proof.standing()) {
          case PASSED -> Optional.of(Result.PASSED);
          case PENDING -> Optional.of(Result.WARNED);
          case FAILED -> Optional.of(Result.FAILED);
          case ASSUMED, NONE -> Optional.empty();
        };
    return result.map(it -> new Judgement(entry.after(), it, List.of(PROOF)));
  }

  private static Optional<Judgement> refused(Entry entry) {
    boolean byCheck =
        entry.attempt().evidence().checks().stream().anyMatch(InTotoStatement::failed);
    List<String> step =
        byCheck
            ? List.of()
            : entry.failures().stream().limit(1).map(Failure::step).map(it -> it.word()).toList();
    return tried(entry).map(file -> new Judgement(file, Result.FAILED, step));
  }

  /// Only where the service failed on it and not on what was live before as well. What could not be
  /// brought into use is in no quarantine.
  private static Optional<Judgement> failed(Entry entry) {
    boolean itsOwn =
        entry
            .change()
            .quarantine()
            .filter(quarantine ->
                switch (quarantine.reason()) {
                  case REFUSED, FAILED -> true;
                  case UNHEALTHY_BEFORE, LAST_GOOD_FAILED, MANUAL -> false;
                })
            .isPresent();
    return itsOwn
        ? tried(entry).map(file -> new Judgement(file, Result.FAILED, List.of(PROOF)))
        : Optional.empty();
  }

  private static Optional<Live> tried(Entry entry) {
    Change change = entry.change();
    return change.release().map(Live.Managed::new);
  }

  private static boolean failed(Verdict verdict) {
    return verdict.result() == Verdict.Result.REFUSED;
  }

  private static Json predicate(Entry entry, Judgement judgement) {
    List<Verdict> checks = entry.attempt().evidence().checks();
    List<String> passed =
        checks.stream()
            .filter(verdict -> verdict.result() == Verdict.Result.PASSED)
            .map(Verdict::check)
            .toList();
    List<String> refused =
        checks.stream().filter(InTotoStatement::failed).map(Verdict::check).toList();
    return Json.object()
        .put("result", judgement.result().name())
        .put("configuration", List.of(configuration(entry)))
        .put("passedTests", with(passed, judgement, Result.PASSED))
        .put("warnedTests", with(List.of(), judgement, Result.WARNED))
        .put("failedTests", with(refused, judgement, Result.FAILED));
  }

  private static List<String> with(List<String> checks, Judgement judgement, Result kind) {
    List<String> all = new ArrayList<>(checks);
    if (judgement.result() == kind) {
      all.addAll(judgement.tests());
    }
    return all;
  }

  /// What was tested how is in the entry.
  private static Json configuration(Entry entry) {
    Json annotations =
        Json.object()
            .put("host", entry.attempt().run().host())
            .put("target", entry.attempt().target())
            .put("outcome", entry.outcome())
            .put("time", entry.at());
    return Json.object()
        .put("name", "record.json")
        .put("digest", Json.object().put("gitCommit", entry.id()))
        .put("annotations", annotations);
  }
}
