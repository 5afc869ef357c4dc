// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Archive.Audit;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Checks the whole ledger: every entry of every target, every ref, every order. Reads only.
///
/// What it can't see: a branch that was rewritten from some entry on, consistently, by somebody who
/// may write here. Only a copy that was fetched before shows that.
final class LedgerVerifier {
  /// A pass that writes more often than this is none of ours.
  private static final int AGAIN = 10;

  private final LedgerAccess access;
  private final Progress progress;

  /// @param progress told of each entry
  LedgerVerifier(LedgerAccess access, Progress progress) {
    this.access = access;
    this.progress = progress;
  }

  /// Checks everything; what does not fit is a problem in words, not a failure.
  ///
  /// @throws StepFailed when the ledger cannot be opened at all
  Audit verify() throws StepFailed {
    return access.read(Step.RECOVER, this::undisturbed).orElse(new Audit(Map.of(), List.of()));
  }

  /// A pass that writes meanwhile moves one ref after the other, and what is read of them does not
  /// fit together. So what was found counts when the refs stood still.
  private Audit undisturbed(OpenLedger ledger) throws IOException {
    Map<String, ObjectId> before = ledger.refs().below(Constants.R_REFS);
    Audit audit = new Walk(ledger, progress).audit();
    for (int again = 0; again < AGAIN && !audit.problems().isEmpty(); again++) {
      Map<String, ObjectId> after = ledger.refs().below(Constants.R_REFS);
      if (after.equals(before)) {
        return audit;
      }
      before = after;
      audit = new Walk(ledger, progress).audit();
    }
    return audit;
  }

  /// Something that does not fit, in words.
  static String problem(String ref, Optional<ObjectId> commit, String message) {
    return ref + commit.map(id -> ", entry " + id.name()).orElse("") + ": " + message;
  }

  private static final class Walk {
    private final OpenLedger ledger;
    private final Progress progress;
    private final Map<TargetName, Set<ObjectId>> chains = new LinkedHashMap<>();
    private final List<TargetName> whole = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Walk(OpenLedger ledger, Progress progress) {
      this.ledger = ledger;
      this.progress = progress;
    }

    Audit audit() throws IOException {
      for (String branch : ledger.refs().below(LedgerRefs.BRANCHES).keySet()) {
        Optional<TargetName> target = LedgerRefs.target(branch);
        if (target.isPresent()) {
          ChainCheck chain = new ChainCheck(ledger, target.get());
          List<String> found = walk(chain, target.get());
          problems.addAll(found);
          if (found.isEmpty()) {
            whole.add(target.get());
          }
          chains.put(target.get(), chain.seen());
        } else {
          report(LedgerRefs.BRANCHES + branch, Optional.empty(), "this is no target's name");
        }
      }
      eachBelow(LedgerRefs.INTENT, this::checkIntent);
      for (TargetName target : whole) {
        checkIndex(target);
      }
      checkEarlierOrders();
      Map<TargetName, Integer> entries = new LinkedHashMap<>();
      chains.forEach((target, chain) -> entries.put(target, chain.size()));
      return new Audit(entries, problems);
    }

    /// How many entries there are is what the index says, whether or not that is so.
    private List<String> walk(ChainCheck chain, TargetName target) throws IOException {
      try (Progress.Task task = progress.begin(Progress.Activity.VERIFYING, target.value())) {
        new ChainIndex(ledger, target)
            .tally()
            .ifPresent(
                tally -> task.expect(tally.entries().values().stream().mapToLong(it -> it).sum()));
        return chain.walk(task);
      }
    }

    private void eachBelow(String prefix, RefCheck check) throws IOException {
      for (Map.Entry<String, ObjectId> ref : ledger.refs().below(prefix).entrySet()) {
        try {
          check.check(ref.getKey(), ref.getValue());
        } catch (IOException e) {
          report(
              prefix + ref.getKey(), Optional.of(ref.getValue()), String.valueOf(e.getMessage()));
        }
      }
    }

    /// One that is older than the newest entry is made anew by the next writing, and no problem.
    private void checkIndex(TargetName target) throws IOException {
      String ref = LedgerRefs.index(target);
      Optional<ObjectId> index = ledger.refs().read(ref);
      if (index.isEmpty()) {
        return;
      }
      try {
        ledger.objects().blob(index.get());
        Optional<List<ObjectId>> listed = new ChainIndex(ledger, target).listed();
        Optional<Tally> counted = new ChainIndex(ledger, target).tally();
        ChainSummary chain = ChainSummary.derive(ledger, target);
        if (listed.filter(ids -> !ids.equals(ids(chain.standing()))).isPresent()) {
          throw new LedgerDamaged("it does not list the entries that stand");
        }
        if (counted.filter(tally -> !tally.equals(chain.tally())).isPresent()) {
          throw new LedgerDamaged("it counts other entries than there are");
        }
      } catch (IOException e) {
        report(
            ref,
            Optional.empty(),
            e.getMessage() + "; the next pass makes it anew after: git update-ref -d " + ref);
      }
    }

    private static List<ObjectId> ids(List<StoredEntry> standing) {
      return standing.stream().map(stored -> stored.commit().copy()).toList();
    }

    private void checkIntent(String name, ObjectId intent) throws IOException {
      ledger.intent(intent);
      ledger.contents(intent);
      Optional<ObjectId> parent = EntryReader.parent(ledger.objects().commit(intent));
      if (parent.isPresent() && !chain(name).contains(parent.get())) {
        throw new LedgerDamaged("it does not follow an entry of " + name);
      }
    }

    private Set<ObjectId> chain(String name) {
      return LedgerRefs.target(name).map(chains::get).orElse(Set.of());
    }

    private void checkEarlierOrders() {
      try {
        EarlierOrders.all(ledger);
      } catch (IOException e) {
        report(LedgerRefs.ORDERS, Optional.empty(), String.valueOf(e.getMessage()));
      }
    }

    private void report(String ref, Optional<ObjectId> commit, String message) {
      problems.add(problem(ref, commit, message));
    }

    private interface RefCheck {
      void check(String name, ObjectId id) throws IOException;
    }
  }
}
