// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lastgood.json.Json;
import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// The refs that tell what stands of a target: its quarantine and its pause.
///
/// They are an index. What stands is told by the entries and the orders, which a quiet pass has no
/// time to walk. `refs/lastgood/index/<target>` names a blob that lists these refs as lastgood left
/// them; refs that are others (somebody removed some, a copy was made without them, a pass was
/// killed between two) are not believed. Then the chains are walked, and the next writing puts the
/// refs right.
final class IndexedRefs {
  private final OpenLedger ledger;
  private final TargetName target;

  IndexedRefs(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  /// What stands, by full ref name: the refs where they can be believed, else what the chains say.
  SortedMap<String, ObjectId> read() throws IOException {
    SortedMap<String, ObjectId> refs = refs();
    return isBelieved(refs) ? refs : derived();
  }

  boolean isSound() throws IOException {
    return isBelieved(refs());
  }

  /// Puts the refs right where they can't be believed. Every writing of a target starts with it.
  void restore() throws IOException {
    if (!isSound()) {
      rebuild();
    }
  }

  void rebuild() throws IOException {
    SortedMap<String, ObjectId> refs = refs();
    SortedMap<String, ObjectId> standing = derived();
    for (String name : refs.keySet()) {
      if (!standing.containsKey(name)) {
        ledger.refs().delete(name);
      }
    }
    for (Map.Entry<String, ObjectId> ref : standing.entrySet()) {
      ledger.refs().point(ref.getKey(), ref.getValue());
    }
    note();
  }

  /// Takes the refs as they are for what stands.
  void note() throws IOException {
    byte[] list = list(refs());
    if (!ledger.refs().read(LedgerRefs.index(target)).equals(Optional.of(id(list)))) {
      ledger.refs().point(LedgerRefs.index(target), ledger.objects().write(list));
    }
  }

  private SortedMap<String, ObjectId> refs() throws IOException {
    SortedMap<String, ObjectId> refs = new TreeMap<>();
    String quarantine = LedgerRefs.quarantine(target);
    ledger.refs().below(quarantine).forEach((blob, entry) -> refs.put(quarantine + blob, entry));
    String pause = LedgerRefs.pause(target);
    ledger.refs().read(pause).ifPresent(order -> refs.put(pause, order));
    return refs;
  }

  private boolean isBelieved(SortedMap<String, ObjectId> refs) throws IOException {
    return ledger.refs().read(LedgerRefs.index(target)).filter(id(list(refs))::equals).isPresent();
  }

  private static byte[] list(SortedMap<String, ObjectId> refs) {
    StringBuilder list = new StringBuilder();
    refs.forEach((name, id) -> list.append(id.name()).append(' ').append(name).append('\n'));
    return list.toString().getBytes(US_ASCII);
  }

  private static ObjectId id(byte[] list) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, list);
    }
  }

  private SortedMap<String, ObjectId> derived() throws IOException {
    SortedMap<String, ObjectId> standing = new TreeMap<>();
    Map<BlobId, ReleaseOrder> released = orders(standing);
    Set<BlobId> met = new HashSet<>();
    List<StoredEntry> quarantining = new ArrayList<>();
    ledger.walk(
        target,
        stored -> {
          stored.entry().attempt().released().ifPresent(met::add);
          Optional<Quarantine> quarantine = stored.entry().attempt().change().quarantine();
          if (quarantine.isPresent() && met.add(quarantine.get().blob())) {
            quarantining.add(stored);
          }
          return true;
        });
    for (StoredEntry stored : quarantining) {
      BlobId blob = stored.entry().attempt().change().quarantine().orElseThrow().blob();
      if (Optional.ofNullable(released.get(blob)).filter(one -> one.ends(stored)).isEmpty()) {
        standing.put(LedgerRefs.quarantine(target, blob), stored.commit().copy());
      }
    }
    return standing;
  }

  /// The newest order that pauses or resumes says whether the target is paused.
  ///
  /// @return the newest release of each blob
  private Map<BlobId, ReleaseOrder> orders(SortedMap<String, ObjectId> standing)
      throws IOException {
    Map<ObjectId, Json> orders = new LinkedHashMap<>();
    OrderReader.walk(
        ledger,
        (id, order) -> {
          if (OrderReader.isOf(order, target)) {
            orders.put(id, order);
          }
          return true;
        });
    orders.entrySet().stream()
        .filter(order -> Set.of("pause", "resume").contains(order.getValue().text("order")))
        .findFirst()
        .filter(order -> order.getValue().text("order").equals("pause"))
        .ifPresent(order -> standing.put(LedgerRefs.pause(target), order.getKey()));
    Map<BlobId, ReleaseOrder> released = new HashMap<>();
    orders.values().stream()
        .filter(order -> order.text("order").equals("release"))
        .forEach(order ->
            released.putIfAbsent(
                new BlobId(order.text("blob")),
                new ReleaseOrder(order.instant("time"), OrderReader.entry(order))));
    return released;
  }

  /// An order to try content again.
  ///
  /// @param entry the entry that had put it into quarantine; not known of older orders
  private record ReleaseOrder(Instant at, Optional<EntryId> entry) {
    boolean ends(StoredEntry quarantining) {
      return entry
          .map(quarantining.entry().id()::equals)
          .orElseGet(() -> !at.isBefore(quarantining.entry().at()));
    }
  }
}
