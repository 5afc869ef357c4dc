// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Archive.Audit;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  LedgerVerifier(LedgerAccess access) {
    this.access = access;
  }

  /// Checks everything; what does not fit is a problem in words, not a failure.
  ///
  /// @throws StepFailed when the ledger cannot be opened at all
  Audit verify() throws StepFailed {
    return access
        .read(Step.RECOVER, LedgerVerifier::undisturbed)
        .orElse(new Audit(Map.of(), List.of()));
  }

  /// A pass that writes meanwhile moves one ref after the other, and what is read of them does not
  /// fit together. So what was found counts when the refs stood still.
  private static Audit undisturbed(OpenLedger ledger) throws IOException {
    Map<String, ObjectId> before = ledger.refs().below(Constants.R_REFS);
    Audit audit = new Walk(ledger).audit();
    for (int again = 0; again < AGAIN && !audit.problems().isEmpty(); again++) {
      Map<String, ObjectId> after = ledger.refs().below(Constants.R_REFS);
      if (after.equals(before)) {
        return audit;
      }
      before = after;
      audit = new Walk(ledger).audit();
    }
    return audit;
  }

  /// Something that does not fit, in words.
  static String problem(String ref, Optional<ObjectId> commit, String message) {
    return ref + commit.map(id -> ", entry " + id.name()).orElse("") + ": " + message;
  }

  private static final class Walk {
    private final OpenLedger ledger;
    private final Map<TargetName, Set<ObjectId>> chains = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Walk(OpenLedger ledger) {
      this.ledger = ledger;
    }

    Audit audit() throws IOException {
      for (String branch : ledger.refs().below(LedgerRefs.BRANCHES).keySet()) {
        Optional<TargetName> target = LedgerRefs.target(branch);
        if (target.isPresent()) {
          ChainCheck chain = new ChainCheck(ledger, target.get());
          problems.addAll(chain.walk());
          chains.put(target.get(), chain.seen());
        } else {
          report(LedgerRefs.BRANCHES + branch, Optional.empty(), "this is no target's name");
        }
      }
      eachBelow(LedgerRefs.QUARANTINE, this::checkQuarantine);
      eachBelow(LedgerRefs.INTENT, this::checkIntent);
      Set<ObjectId> orders = orders();
      eachBelow(LedgerRefs.PAUSE, (_, order) -> checkOrder(orders, order));
      eachBelow(LedgerRefs.REWRITE, (_, order) -> checkOrder(orders, order));
      Map<TargetName, Integer> entries = new LinkedHashMap<>();
      chains.forEach((target, chain) -> entries.put(target, chain.size()));
      return new Audit(entries, problems);
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

    private void checkQuarantine(String name, ObjectId entry) throws IOException {
      String[] parts = name.split("/", 2);
      Set<ObjectId> chain = chain(parts[0]);
      if (!chain.contains(entry)) {
        throw new LedgerDamaged("it points at a commit that is no entry of " + parts[0]);
      }
      Optional<Quarantine> quarantine =
          ledger.entry(new TargetName(parts[0]), entry).entry().attempt().change().quarantine();
      if (quarantine.filter(one -> name.endsWith("/" + one.blob())).isEmpty()) {
        throw new LedgerDamaged("it points at an entry that did not put it there");
      }
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

    private Set<ObjectId> orders() throws IOException {
      Set<ObjectId> orders = new LinkedHashSet<>();
      try {
        OrderReader.walk(ledger, (id, _) -> orders.add(id));
      } catch (IOException e) {
        report(LedgerRefs.ORDERS, Optional.empty(), String.valueOf(e.getMessage()));
      }
      return orders;
    }

    private static void checkOrder(Set<ObjectId> orders, ObjectId order) throws IOException {
      if (!orders.contains(order)) {
        throw new LedgerDamaged("it points at a commit that is not among the orders");
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
