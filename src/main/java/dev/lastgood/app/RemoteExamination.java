// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Moments;
import java.util.Optional;

/// Examines where else the record is kept: whether it answers as to one who pushes, and what is not
/// there yet.
record RemoteExamination(Ports ports, Moments moments, Findings findings) {
  void examine(TargetName target) {
    String subject = "remote of " + target;
    findings.examine(subject, () -> asked(subject, target));
    findings.examine(
        subject,
        () ->
            RemoteStatus.of(ports.memory(), target, moments.now())
                .ifPresent(status -> standing(subject, target, status)));
  }

  private void asked(String subject, TargetName target) throws StepFailed {
    LedgerRemote remote = ports.memory().remote();
    if (remote.policy().isEmpty()) {
      return;
    }
    Optional<EntryId> tip = remote.tip(target);
    String place =
        remote
            .address(target)
            .map(address -> address.branch() + " at " + address.url())
            .orElse("it");
    findings.fine(
        subject,
        place
            + " answers as to one who may push: "
            + tip.map(entry -> "it ends in " + entry.abbreviated()).orElse("it is not there yet"));
  }

  private void standing(String subject, TargetName target, RemoteStatus status) {
    int entries = status.unpushed().entries();
    String words = entries == 1 ? "1 entry is not there" : entries + " entries are not there";
    String since =
        status.unpushed().oldest().map(at -> ", the oldest of " + moments.both(at)).orElse("");
    String push = "lastgood push " + target;
    String mend = status.trouble().map(Failure::hint).filter(hint -> !hint.isEmpty()).orElse(push);
    if (status.isOverdue(moments.now())) {
      findings.wrong(subject, words + since + ": longer than ledger.push.lag", mend);
    } else if (entries > 0) {
      findings.notice(subject, words + since, mend);
    } else {
      findings.fine(subject, "all entries are known to be there");
    }
    status
        .namesakes()
        .ifPresent(alike ->
            findings.wrong(subject, alike, "give each machine a name of its own: ledger.host"));
  }
}
