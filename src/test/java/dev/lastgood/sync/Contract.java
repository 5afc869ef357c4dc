// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.sync.port.Service;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.SimulatedService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a pass may do and say, whatever happened before it and in it: the contract as rules over
/// what stands before a pass, the code it ends with, and what stands after it.
final class Contract {
  /// The process died: there is no exit code.
  static final int DIED = -1;

  /// Contents that pass every check and run.
  private static final Set<BlobId> GOOD =
      Stream.of("v1", "v2", "v3", "by-hand")
          .map(text -> Content.of(text).blob())
          .collect(Collectors.toSet());

  private Contract() {}

  /// What a pass met.
  ///
  /// @param struck the calls at which something happened
  /// @param seen what it saw at the destination
  record Met(String struck, Set<Content> seen) {}

  /// A pass as somebody sees it from outside.
  ///
  /// @param exit its exit code, or [#DIED]
  record Pass(HostSnapshot before, HostEvent event, int exit, Met met, HostSnapshot after) {
    boolean ends(int code) {
      return exit == code;
    }

    boolean isGreen() {
      return exit == 0
          && event.verb() != HostEvent.Verb.REHEARSE
          && !after.isPaused()
          && !met(Fault.HAND);
    }

    boolean met(Fault... faults) {
      return List.of(faults).stream().anyMatch(event.faults()::containsValue);
    }

    List<Entry> written() {
      return after.record().subList(before.record().size(), after.record().size());
    }
  }

  /// A rule of the contract.
  ///
  /// @param words as a person would say it
  /// @param holds whether a pass keeps it
  record Rule(String words, Predicate<Pass> holds) {}

  static final List<Rule> RULES =
      List.of(
          // What a code says.
          new Rule(
              "exit 0 only on a file that the record says is live, or that is to be adopted",
              pass ->
                  !pass.isGreen()
                      || (pass.after.file().isPresent()
                          && (pass.after.agrees() || isWaiting(pass)))),
          new Rule(
              "exit 0 never on what is quarantined",
              pass -> !pass.isGreen() || !pass.after.isQuarantined()),
          new Rule(
              "exit 0 only on what every check passed, or a file that was found",
              pass ->
                  !pass.isGreen()
                      || isChecked(pass.after.file())
                      || isFound(pass.after)
                      || isWaiting(pass)),
          new Rule(
              "exit 0 only on what is proven, or pending while the service does not run",
              pass ->
                  !pass.isGreen()
                      || switch (pass.after.standing()) {
                        case PASSED, ASSUMED -> true;
                        case PENDING ->
                            pass.after.service().phase() == Service.Phase.STOPPED
                                || pass.met(Fault.STOP)
                                || pass.met.struck().contains("Destination.look");
                        case NONE -> isWaiting(pass);
                        case FAILED -> false;
                      }),
          new Rule(
              "exit 5 only with the last good live, or nothing",
              pass ->
                  !pass.ends(5)
                      || pass.met(Fault.HAND)
                      || pass.event.verb() == HostEvent.Verb.REHEARSE
                      || (pass.after.live() instanceof Live.Nothing && pass.after.isQuarantined())
                      || (pass.after.agrees() && pass.after.standing() != Proof.Standing.FAILED)),
          new Rule(
              "exit 6 only with the last good live, and healthy where the service runs",
              pass ->
                  !pass.ends(6)
                      || pass.met(Fault.HAND)
                      || (pass.after.agrees()
                          && (isHealthy(pass.after)
                              || pass.after.standing() == Proof.Standing.ASSUMED))),
          new Rule(
              "exit 7 only while the live content failed its last proof, or is not known",
              pass ->
                  !pass.ends(7)
                      || pass.after.standing() == Proof.Standing.FAILED
                      || pass.after.history().intent().isPresent()
                      || pass.met.struck().contains("full")
                      // The proof of what was pending has no intent: it is made again.
                      || (pass.before.standing() == Proof.Standing.PENDING
                          && pass.met.struck().contains("Ledger."))),
          new Rule(
              "exit 1 only after a bug",
              pass -> !pass.ends(1) || pass.met(Fault.BUG, Fault.OVERFLOW, Fault.EXHAUST)),
          new Rule("exit 130 only after a signal", pass -> !pass.ends(130) || pass.met(Fault.STOP)),
          // What is on the disk.
          new Rule(
              "a file that a person put there is never removed",
              pass ->
                  pass.before.file().isEmpty()
                      || isOurs(pass.before)
                      || pass.after.file().isPresent()),
          new Rule(
              "no bytes that were seen are lost: they are still there, or the record has them",
              pass -> pass.met.seen().stream().allMatch(one -> isKept(one, pass.after))),
          new Rule(
              "nothing reaches the destination that a check refuses",
              pass ->
                  pass.before.file().equals(pass.after.file())
                      || isChecked(pass.after.file())
                      || isFound(pass.after)
                      || isAsBefore(pass)),
          new Rule(
              "paused or rehearsed, a pass changes nothing",
              pass ->
                  !(pass.event.verb() == HostEvent.Verb.REHEARSE
                          || (pass.event.verb() != HostEvent.Verb.ROLLBACK
                              && pass.before.isPaused()))
                      || pass.before.history().intent().isPresent()
                      || pass.met(Fault.HAND)
                      || (pass.before.file().equals(pass.after.file())
                          && pass.written().isEmpty())),
          // What the record says.
          new Rule(
              "entries are only added",
              pass ->
                  pass.after.record().size() >= pass.before.record().size()
                      && pass.after
                          .record()
                          .subList(0, pass.before.record().size())
                          .equals(pass.before.record())),
          new Rule(
              "the bytes of all that is live or was proven are kept",
              pass ->
                  proofs(pass.after.record()).keySet().stream()
                      .flatMap(Optional::stream)
                      .allMatch(pass.after.kept()::containsKey)),
          new Rule(
              "what is proven was seen to run",
              pass -> pass.written().stream().allMatch(entry -> isTrue(entry, pass.after))),
          new Rule(
              "what is said to be good without a proof was proven before, and has not failed since",
              Contract::isCarriedTruly),
          new Rule(
              "a proof is of what the service has loaded",
              pass ->
                  pass.ends(DIED)
                      || pass.after.history().intent().isPresent()
                      || pass.written().isEmpty()
                      || pass.after.live() instanceof Live.Nothing
                      || !isOwnProof(pass.written().getLast())
                      || pass.after
                          .service()
                          .loaded()
                          .equals(pass.after.live().content().map(pass.after.kept()::get))),
          new Rule(
              "what lies there is adopted only when nothing of ours is live, and never out of"
                  + " quarantine",
              pass ->
                  pass.written().stream()
                      .noneMatch(entry -> isAdopted(entry) && !isAdoptable(pass.before, entry))),
          new Rule(
              "what is live and good is not in quarantine",
              pass ->
                  !pass.after.standing().isGood()
                      || pass.after.live() instanceof Live.Foreign
                      || pass.after
                          .live()
                          .content()
                          .filter(pass.after.history().quarantine()::containsKey)
                          .isEmpty()),
          new Rule(
              "content is blamed only by a pass that could see it fail",
              pass ->
                  !isCalm(pass)
                      || pass.written().stream().noneMatch(entry -> isWronged(pass, entry))),
          new Rule(
              "nothing but death, or a record that can't be written, leaves a pass unsettled",
              pass ->
                  pass.ends(DIED)
                      || pass.after.history().intent().isEmpty()
                      || pass.before.history().intent().isPresent()
                      || pass.met.struck.contains("Ledger.")
                      || pass.met.struck.contains("full")));

  /// The rules that a pass breaks.
  static Optional<String> broken(Pass pass) {
    return RULES.stream().filter(rule -> !rule.holds().test(pass)).map(Rule::words).findFirst();
  }

  /// What must hold once nothing happens any more but passes, with a healthy service in reach of a
  /// healthy branch: the branch's content is live, or there is a verdict that says why not.
  ///
  /// @param tip the branch's content
  /// @param last two passes with nothing in between
  static Optional<String> unhealed(String tip, List<Pass> last) {
    Pass pass = last.getLast();
    HostSnapshot end = pass.after();
    if (end.history().intent().isPresent()) {
      return Optional.of("in the end nothing is unsettled");
    }
    if (pass.exit() == 7 && isLeftAlone(end)) {
      return quiet(last);
    }
    boolean refused = end.live() instanceof Live.Nothing && end.isQuarantined();
    if (!end.agrees() && !refused) {
      return Optional.of("in the end the record and the destination agree");
    }
    boolean live = end.file().equals(Optional.of(tip));
    Optional<BlobId> blob = Optional.of(Content.of(tip).blob());
    var quarantine = blob.map(end.history().quarantine()::get);
    boolean expected =
        switch (pass.exit()) {
          case 0 ->
              live || quarantine.map(one -> one.reason().word().equals("manual")).orElse(false);
          case 3 -> !live;
          case 4 -> end.file().isEmpty();
          case 5 ->
              (quarantine.isPresent() && !end.live().content().equals(blob))
                  || !isChecked(Optional.of(tip));
          default -> false;
        };
    if (!expected) {
      return Optional.of(
          "in the end the branch's content is live, or a verdict says why not; not exit "
              + pass.exit());
    }
    boolean found = end.standing() == Proof.Standing.ASSUMED;
    boolean proven = end.standing() == Proof.Standing.PASSED && isHealthy(end);
    if (end.file().isPresent() && !refused && !found && !proven) {
      return Optional.of("in the end the service runs on proven content");
    }
    return quiet(last);
  }

  /// The service does not run on what there is, and there is nothing better to go back to: that
  /// takes a person, or a merge.
  private static boolean isLeftAlone(HostSnapshot end) {
    Live good = end.history().fallback();
    return !end.service().well()
        && (good instanceof Live.Nothing || good.content().equals(end.live().content()));
  }

  private static Optional<String> quiet(List<Pass> last) {
    Pass pass = last.getLast();
    boolean quiet =
        last.stream().allMatch(one -> one.written().isEmpty() && one.exit() == pass.exit());
    boolean restarted =
        pass.after().service().well()
            && pass.before().service().starts() != pass.after().service().starts();
    return quiet && !restarted ? Optional.empty() : Optional.of("in the end passes are quiet");
  }

  /// A file that somebody put there while nothing of ours is live, and the branch is out of reach.
  private static boolean isWaiting(Pass pass) {
    return pass.after.live() instanceof Live.Nothing
        && (pass.after.offline() || pass.met.struck().contains("Mirror."));
  }

  private static boolean isKept(Content content, HostSnapshot after) {
    return after.blob().equals(Optional.of(content.blob()))
        || after.kept().containsKey(content.blob());
  }

  private static boolean isChecked(Optional<String> file) {
    return file.map(text -> !text.contains("bad-yaml")).orElse(true);
  }

  /// The file that a killed pass found goes back: a first deployment leaves it as it was.
  private static boolean isAsBefore(Pass pass) {
    return pass.before
        .history()
        .intent()
        .filter(intent -> intent.plan().change().before() instanceof Live.Foreign)
        .filter(intent -> intent.plan().change().before().content().equals(pass.after.blob()))
        .isPresent();
  }

  /// A file that lay there before anything of ours did.
  private static boolean isFound(HostSnapshot snapshot) {
    return snapshot.record().stream()
        .anyMatch(entry -> isAdopted(entry) && isAfter(entry, snapshot.blob()));
  }

  private static boolean isHealthy(HostSnapshot snapshot) {
    HostSnapshot.Running service = snapshot.service();
    return switch (snapshot.standing()) {
      case FAILED -> false;
      case NONE, PENDING -> true;
      case PASSED, ASSUMED ->
          service.phase() == Service.Phase.STOPPED
              || (service.well() && service.loaded().equals(snapshot.file()));
    };
  }

  private static boolean isAdopted(Entry entry) {
    return entry.attempt().outcome() == OutcomeKind.ADOPTED;
  }

  private static boolean isAdoptable(HostSnapshot before, Entry entry) {
    boolean ours =
        entry.attempt().change().before() instanceof Live.Managed
            && before.standing() != Proof.Standing.FAILED;
    Optional<BlobId> found = entry.attempt().change().after().content();
    return !ours && found.filter(before.history().quarantine()::containsKey).isEmpty();
  }

  private static boolean isAfter(Entry entry, Optional<BlobId> blob) {
    return entry.attempt().change().after().content().equals(blob);
  }

  /// Whether an entry claims a proof that it made itself.
  private static boolean isOwnProof(Entry entry) {
    Proof proof = entry.attempt().evidence().proof();
    return proof.standing() == Proof.Standing.PASSED && !proof.samples().isEmpty();
  }

  /// Whether an entry says of its own what is live and good: by a proof, or as it was found.
  private static boolean isOwnWord(Entry entry) {
    Proof proof = entry.attempt().evidence().proof();
    return isAdopted(entry) || (proof.standing().isGood() && !proof.samples().isEmpty());
  }

  private static boolean isTrue(Entry entry, HostSnapshot after) {
    return !isOwnProof(entry)
        || entry.attempt().change().after() instanceof Live.Nothing
        || entry
            .attempt()
            .change()
            .after()
            .content()
            .map(after.kept()::get)
            .map(SimulatedService::runsOn)
            .orElse(false);
  }

  /// What the last word about each content was that was ever live, or about no content: whether it
  /// is good.
  private static Map<Optional<BlobId>, Boolean> proofs(List<Entry> record) {
    Map<Optional<BlobId>, Boolean> proofs = new HashMap<>();
    for (Entry entry : record) {
      Optional<BlobId> live = entry.attempt().change().after().content();
      boolean failed = entry.attempt().evidence().proof().standing() == Proof.Standing.FAILED;
      boolean good = isOwnWord(entry);
      if (failed || good) {
        proofs.put(live, good && !failed);
      }
    }
    return proofs;
  }

  /// Whether nothing is wrong but, perhaps, the content.
  private static boolean isCalm(Pass pass) {
    return pass.event.faults().isEmpty()
        && pass.met.struck.isEmpty()
        && pass.before.history().intent().isEmpty()
        && pass.before.service().well();
  }

  /// Whether an entry quarantines content that runs well, and that was not in quarantine before.
  private static boolean isWronged(Pass pass, Entry entry) {
    return entry
        .attempt()
        .change()
        .quarantine()
        .filter(one -> one.reason() != Quarantine.Reason.MANUAL)
        .map(Quarantine::blob)
        .filter(GOOD::contains)
        .filter(blob -> !pass.before.history().quarantine().containsKey(blob))
        .isPresent();
  }

  private static boolean isCarriedTruly(Pass pass) {
    List<Entry> record = pass.after().record();
    for (int i = pass.before().record().size(); i < record.size(); i++) {
      Entry entry = record.get(i);
      boolean claimed = entry.attempt().evidence().proof().standing().isGood() && !isOwnWord(entry);
      Optional<BlobId> live = entry.attempt().change().after().content();
      if (claimed && !proofs(record.subList(0, i)).getOrDefault(live, false)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the file is there because we put it there.
  private static boolean isOurs(HostSnapshot snapshot) {
    return snapshot.blob().isEmpty()
        || snapshot.agrees()
        || snapshot.isQuarantined()
        || snapshot
            .history()
            .intent()
            .map(intent -> intent.plan().change().after().content().equals(snapshot.blob()))
            .orElse(false);
  }
}
