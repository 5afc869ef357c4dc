// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// A target's entries in an opened ledger or in a copy of one.
record RecordedChain(LedgerAccess access, String name, TargetName target) implements Chain {
  @Override
  public void walk(Predicate<Entry> visitor) throws StepFailed {
    access.read(
        Step.RECOVER,
        ledger -> {
          ledger.walk(target, stored -> visitor.test(stored.entry()));
          return target;
        });
  }

  @Override
  public Entry find(String entry) throws StepFailed {
    return new EntryLookup(access, name).find(target, entry);
  }

  @Override
  public Content content(BlobId blob) throws StepFailed {
    ObjectId id = EntryReader.objectId(blob);
    return access
        .read(
            Step.RECOVER,
            ledger ->
                ledger.objects().has(id)
                    ? Optional.of(Content.of(ledger.objects().blob(id)))
                    : Optional.<Content>empty())
        .flatMap(content -> content)
        .orElseThrow(() ->
            StepFailed.operator(
                Step.RECOVER,
                "the record of " + target + " does not hold blob " + blob,
                "lastgood verify" + access.option() + " checks the record"));
  }

  @Override
  public Verified verify(Progress progress) throws StepFailed {
    return access
        .read(
            Step.RECOVER,
            ledger -> {
              ChainCheck check = new ChainCheck(ledger, target);
              try (Progress.Task task = progress.begin(Progress.Activity.VERIFYING, name)) {
                List<String> problems = check.walk(task);
                return new Verified(check.seen().size(), problems);
              }
            })
        .orElse(new Verified(0, List.of()));
  }

  @Override
  public Moment at(Instant time) throws StepFailed {
    return access
        .read(Step.RECOVER, ledger -> new TimeLookup(ledger, target).at(time))
        .orElse(new Moment.Before(Optional.empty()));
  }
}
