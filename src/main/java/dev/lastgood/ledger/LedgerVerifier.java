// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.EntryId;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
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
public final class LedgerVerifier {
  /// A pass that writes more often than this is none of ours.
  private static final int AGAIN = 10;

  private final LedgerAccess access;

  /// Verifies the ledger in a state directory.
  public LedgerVerifier(Path stateDirectory) {
    this.access = new LedgerAccess(stateDirectory);
  }

  /// Checks everything; what does not fit is a finding, not a failure.
  ///
  /// @throws StepFailed when the ledger cannot be opened at all
  public Report verify() throws StepFailed {
    return access
        .read(Step.RECOVER, LedgerVerifier::undisturbed)
        .orElse(new Report(Map.of(), List.of()));
  }

  /// A pass that writes meanwhile moves one ref after the other, and what is read of them does not
  /// fit together. So what was found counts when the refs stood still.
  private static Report undisturbed(OpenLedger ledger) throws IOException {
    Map<String, ObjectId> before = ledger.refs().below(Constants.R_REFS);
    Report report = new Run(ledger).run();
    for (int again = 0; again < AGAIN && !report.findings().isEmpty(); again++) {
      Map<String, ObjectId> after = ledger.refs().below(Constants.R_REFS);
      if (after.equals(before)) {
        return report;
      }
      before = after;
      report = new Run(ledger).run();
    }
    return report;
  }

  /// What was checked, and what does not fit.
  ///
  /// @param entries how many entries each target has, as far as they can be reached
  /// @param findings oldest entry first within a ref; empty when all is well
  public record Report(Map<TargetName, Integer> entries, List<Finding> findings) {
    /// Copies the collections.
    public Report {
      entries = Map.copyOf(entries);
      findings = List.copyOf(findings);
    }
  }

  /// Something that does not fit.
  ///
  /// @param ref by which ref it was reached
  /// @param entry which commit, when it is about one
  public record Finding(String ref, Optional<EntryId> entry, String message) {}

  private static final class Run {
    private final OpenLedger ledger;
    private final Map<TargetName, Set<ObjectId>> chains = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Run(OpenLedger ledger) {
      this.ledger = ledger;
    }

    Report run() throws IOException {
      for (String branch : ledger.refs().below(LedgerRefs.BRANCHES).keySet()) {
        Optional<TargetName> target = LedgerRefs.target(branch);
        if (target.isPresent()) {
          ChainCheck chain = new ChainCheck(ledger, target.get());
          findings.addAll(chain.walk());
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
      return new Report(entries, findings);
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
      findings.add(new Finding(ref, commit.map(EntryReader::entryId), message));
    }

    private interface RefCheck {
      void check(String name, ObjectId id) throws IOException;
    }
  }
}
