// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.EntryFilter;
import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.cli.Completion.Candidate;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.model.Worded;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.RecordCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The names that only this host knows. What can't be read has none: somebody is typing.
///
/// @param ledger the copy of a record that is asked about instead of this host
record CompletionNames(Session session, Optional<String> ledger) {
  private static final int MOST_ENTRIES = 20;

  List<Candidate> targets() {
    return quietly(() ->
        ledger.isPresent()
            ? copied(
                chains -> chains.stream().map(chain -> new Candidate(chain.name(), "")).toList())
            : configured().stream()
                .map(target ->
                    new Candidate(
                        target.name().value(), target.path() + " of " + target.source().name()))
                .toList());
  }

  List<Candidate> sources() {
    return quietly(() ->
        session.config().sources().stream()
            .map(source -> new Candidate(source.name().value(), source.url().toString()))
            .toList());
  }

  /// The newest entries: by their place, or, once an id is begun, by their ids.
  List<Candidate> entries(Optional<String> target, String begun) {
    boolean byId = !begun.isEmpty() && !begun.startsWith("@");
    return quietly(() ->
        ledger.isPresent()
            ? copied(chains ->
                entries(
                    new CopySelection(ledger.get(), chains).chains(target.stream().toList()), byId))
            : entries(
                List.of(
                    session.equipment().archive().chain(session.selection().target(target).name())),
                byId));
  }

  private List<Candidate> entries(List<Chain> chains, boolean byId) throws RequestFailed {
    EntryFilter any =
        new EntryFilter(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    List<AuditLog.Located> found = AuditLog.entries(chains, any, MOST_ENTRIES);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Entry entry = found.get(i).entry();
      String what = entry.outcome().word() + ", " + session.moments().relative(entry.at());
      candidates.add(new Candidate(byId ? entry.id().abbreviated() : "@{" + i + "}", what));
    }
    return candidates;
  }

  List<Candidate> blobs(Optional<String> target) {
    return quietly(() -> {
      List<Target> one = List.of(session.selection().target(target));
      return QuarantinedContent.of(session.equipment().ports().memory().ledger(), one).stream()
          .map(QuarantinedContent::quarantine)
          .map(it -> new Candidate(it.blob().abbreviated(), it.reason().word()))
          .toList();
    });
  }

  List<Candidate> codes() {
    return Help.exitCodes().entrySet().stream()
        .map(code -> new Candidate(code.getKey(), code.getValue()))
        .toList();
  }

  List<Candidate> states() {
    return words(TargetState.values());
  }

  List<Candidate> outcomes() {
    return words(OutcomeKind.values());
  }

  private static List<Candidate> words(Worded... all) {
    return Arrays.stream(all).map(one -> new Candidate(one.word(), "")).toList();
  }

  /// Every word that says how something stands, or came out.
  static List<String> stateAndOutcomeWords() {
    return Stream.concat(Arrays.stream(TargetState.values()), Arrays.stream(OutcomeKind.values()))
        .map(Worded::word)
        .distinct()
        .toList();
  }

  private List<Target> configured() throws ConfigRejected {
    return session.config().targets();
  }

  /// What a copy on this disk holds; another host is not asked while somebody types.
  private List<Candidate> copied(Work<List<Chain>> work) throws Exception {
    String where = ledger.orElseThrow();
    if (where.contains("://")) {
      return List.of();
    }
    try (RecordCopy copy = Subject.LEDGER.ask(() -> Wiring.copy(where, session.environment()))) {
      return work.on(Subject.LEDGER.ask(copy::chains));
    }
  }

  private interface Work<T> {
    List<Candidate> on(T chains) throws Exception;
  }

  private interface Question {
    List<Candidate> answer() throws Exception;
  }

  private static List<Candidate> quietly(Question question) {
    try {
      return question.answer();
    } catch (Exception _) {
      return List.of();
    }
  }
}
