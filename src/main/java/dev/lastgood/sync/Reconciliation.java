// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Brings the record here and the one on its remote together, so that both hold all that either
/// held.
///
/// No entry is lost, changed or forced over: what is here is on the remote before what is there is
/// adopted. Killed anywhere, the next pass finds the two equal, ahead, behind or apart again. An
/// intent that is open stays open.
final class Reconciliation {
  private final Ledger ledger;
  private final LedgerRemote remote;
  private final PassRecorder recorder;
  private final Entries entries;
  private final TargetName name;

  Reconciliation(Ports ports, PassRecorder recorder) {
    this.ledger = ports.memory().ledger();
    this.remote = ports.memory().remote();
    this.recorder = recorder;
    this.entries = new Entries(ports, recorder);
    this.name = recorder.target().name();
  }

  /// @throws StepFailed when the remote could not be had, or refuses; the record here is whole
  void make() throws StepFailed {
    switch (remote.compare(name)) {
      case LedgerRemote.Comparison.Equal() -> {}
      case LedgerRemote.Comparison.Ahead() ->
          remote.push(name, recorder.history().newest().orElseThrow().id());
      case LedgerRemote.Comparison.Behind(EntryId tip) -> follow(ledger.entry(name, tip));
      case LedgerRemote.Comparison.Apart(EntryId tip) -> join(ledger.entry(name, tip));
    }
  }

  /// All that is here is there already. Where something else is live here than the remote's newest
  /// entry says, as after another host has gone on under this host's name, that is said on top.
  private void follow(Entry theirs) throws StepFailed {
    Observed now = recorder.observe();
    LiveHere live = LiveHere.of(now.history(), theirs, now.disk());
    if (live.live().content().equals(theirs.after().content())) {
      adopt(now, live, theirs);
      recorder.info("the record was brought up to its remote");
    } else {
      join(now, live, theirs);
    }
  }

  private void join(Entry theirs) throws StepFailed {
    Observed now = recorder.observe();
    join(now, LiveHere.of(now.history(), theirs, now.disk()), theirs);
  }

  private void join(Observed now, LiveHere live, Entry theirs) throws StepFailed {
    Entry joined = entries.joined(now.history(), live, theirs);
    remote.push(name, joined.id());
    adopt(now, live, joined);
    recorder.info("the record and its remote had grown apart, and are one again");
  }

  /// A file that is missing is put back by [Recovery], in this pass or, when this one is killed
  /// before, in the next: the intent says so before the record does.
  private void adopt(Observed now, LiveHere live, Entry entry) throws StepFailed {
    boolean isMissing = now.disk().isEmpty() && now.history().live().content().isEmpty();
    Optional<Content> content = ledger.contents(entry.id()).live();
    if (isMissing && content.isPresent() && now.history().intent().isEmpty()) {
      ledger.intend(
          restoration(live.live(), entry),
          Intent.Phase.SWAPPING,
          new Ledger.Contents(Optional.empty(), content));
    }
    ledger.adopt(name, entry.id());
  }

  private Plan restoration(Live live, Entry entry) {
    return new Plan(
        name,
        Plan.Purpose.RESTORE,
        new Change(entry.change().candidate(), new Live.Nothing(), live),
        Optional.empty(),
        new Plan.Readiness(
            false, Optional.empty(), Evidence.of(Proof.carried(Proof.Standing.NONE)), ""),
        recorder.run());
  }
}
