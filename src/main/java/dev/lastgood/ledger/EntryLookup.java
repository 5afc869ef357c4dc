// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Finds the entry that an operator means.
final class EntryLookup {
  private static final Pattern BACK = Pattern.compile("@\\{(\\d{1,9})}");
  private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{4,40}");

  private final LedgerAccess access;
  private final String chain;

  /// @param chain what the target is called there
  EntryLookup(LedgerAccess access, String chain) {
    this.access = access;
    this.chain = chain;
  }

  Entry find(TargetName target, String text) throws StepFailed {
    Matcher back = BACK.matcher(text);
    String prefix = text.toLowerCase(Locale.ROOT);
    if (!back.matches() && !PREFIX.matcher(prefix).matches()) {
      throw failure(
          "'"
              + text
              + "' names no entry: it is neither an id, four digits of one or more, nor @{N}");
    }
    ObjectId id =
        back.matches()
            ? atDepth(target, Integer.parseInt(back.group(1)))
            : byPrefix(target, prefix);
    return access
        .read(Step.RECOVER, ledger -> ledger.entry(target, id).entry())
        .orElseThrow(() -> failure("the ledger is gone"));
  }

  private ObjectId atDepth(TargetName target, int depth) throws StepFailed {
    List<ObjectId> ids = ids(target, depth + 1);
    if (ids.size() <= depth) {
      throw failure(
          "there is no entry @{%d} of %s: it has %d entries".formatted(depth, target, ids.size()));
    }
    return ids.get(depth);
  }

  private ObjectId byPrefix(TargetName target, String prefix) throws StepFailed {
    List<ObjectId> matching = matching(target, prefix);
    if (matching.isEmpty()) {
      throw failure(
          other(prefix)
              .map(one -> "%s is an entry of %s, not of %s".formatted(prefix, one, target))
              .orElse("no entry of %s starts with %s".formatted(target, prefix)));
    } else if (matching.size() > 1) {
      String names = String.join(", ", matching.stream().map(ObjectId::name).toList());
      throw failure(
          "%d entries of %s start with %s: %s".formatted(matching.size(), target, prefix, names));
    }
    return matching.getFirst();
  }

  private List<ObjectId> matching(TargetName target, String prefix) throws StepFailed {
    return ids(target, Integer.MAX_VALUE).stream()
        .filter(id -> id.name().startsWith(prefix))
        .toList();
  }

  private Optional<TargetName> other(String prefix) throws StepFailed {
    for (TargetName target : access.read(Step.RECOVER, OpenLedger::targets).orElse(List.of())) {
      if (!matching(target, prefix).isEmpty()) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /// Newest first, as the log shows them. Reads no records.
  private List<ObjectId> ids(TargetName target, int most) throws StepFailed {
    return access
        .read(
            Step.RECOVER,
            ledger -> {
              List<ObjectId> ids = new ArrayList<>();
              DateOrder commits = new DateOrder(ledger.objects(), ledger.tip(target));
              Optional<RevCommit> next = commits.next();
              while (next.isPresent() && ids.size() < most) {
                ids.add(next.get().copy());
                next = commits.next();
              }
              return ids;
            })
        .orElse(List.of());
  }

  private StepFailed failure(String message) {
    return StepFailed.operator(
        Step.RECOVER,
        message,
        "list the entries and their ids: lastgood log " + chain + access.option());
  }
}
