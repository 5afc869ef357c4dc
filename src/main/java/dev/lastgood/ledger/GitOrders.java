// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.ledger.LedgerObjects.NewCommit;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Orders;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// Orders as commits beside the entries.
///
/// Every order, also one that ends another, is a commit on `refs/lastgood/orders`, newest first:
/// who ordered what, when and why. It is written before it takes effect. Killed in between, the
/// chain holds an order that did nothing; an effect without an order can't be. The refs that say
/// what stands point at commits of that chain.
public final class GitOrders implements Orders {
  private final LedgerAccess access;
  private final CommitIdents idents;
  private final String actor;

  /// Orders in a state directory's ledger; nothing is read or created yet.
  ///
  /// @param actor at whose word orders that name nobody are given
  public GitOrders(Path stateDirectory, String host, String actor, InstantSource clock) {
    this.access = new LedgerAccess(stateDirectory);
    this.idents = new CommitIdents(host, clock);
    this.actor = actor;
  }

  @Override
  public void pause(TargetName target, History.Pause pause) throws StepFailed {
    access.write(
        Step.SETTLE,
        ledger -> {
          ledger.finishSettling(target);
          Json order =
              order("pause", pause.actor(), pause.at())
                  .put("target", target)
                  .put("reason", pause.reason());
          ledger.refs().point(LedgerRefs.pause(target), give(ledger, order));
          new IndexedRefs(ledger, target).note();
          return target;
        });
  }

  @Override
  public boolean resume(TargetName target) throws StepFailed {
    String pause = LedgerRefs.pause(target);
    if (!stands(ledger -> new IndexedRefs(ledger, target).read().containsKey(pause))) {
      return false;
    }
    return access.write(
        Step.SETTLE,
        ledger -> {
          ledger.finishSettling(target);
          Json order = order("resume", actor, idents.now()).put("target", target);
          give(ledger, order);
          return deleted(ledger, target, pause);
        });
  }

  @Override
  public boolean release(TargetName target, BlobId blob) throws StepFailed {
    if (!stands(ledger -> isQuarantined(ledger, target, blob))) {
      return false;
    }
    return access.write(
        Step.SETTLE,
        ledger -> {
          ledger.finishSettling(target);
          Json order =
              order("release", actor, idents.now()).put("target", target).put("blob", blob);
          String quarantine = LedgerRefs.quarantine(target, blob);
          order.putPresent("entry", ledger.refs().read(quarantine).map(ObjectId::name));
          give(ledger, order);
          return deleted(ledger, target, quarantine);
        });
  }

  @Override
  public void acceptRewrite(Source source, Acceptance acceptance) throws StepFailed {
    access.write(
        Step.SETTLE,
        ledger -> {
          Json order =
              order("accept-rewrite", acceptance.actor(), acceptance.at())
                  .put("source", source.name())
                  .put("of", source.address())
                  .put("tip", acceptance.tip())
                  .put("replaced", OrderReader.replaced(acceptance));
          ledger.refs().point(LedgerRefs.acceptedRewrite(source.name()), give(ledger, order));
          return source;
        });
  }

  @Override
  public Optional<Acceptance> acceptedRewrite(Source source) throws StepFailed {
    return access
        .read(Step.RECOVER, ledger -> OrderReader.acceptance(ledger, source))
        .flatMap(acceptance -> acceptance);
  }

  private static boolean deleted(OpenLedger ledger, TargetName target, String ref)
      throws IOException {
    boolean deleted = ledger.refs().delete(ref);
    new IndexedRefs(ledger, target).note();
    return deleted;
  }

  private boolean stands(LedgerAccess.Work<Boolean> question) throws StepFailed {
    return access.read(Step.SETTLE, question).orElse(false);
  }

  private static boolean isQuarantined(OpenLedger ledger, TargetName target, BlobId blob)
      throws IOException {
    return new HistoryReader(ledger, target).read().quarantine().containsKey(blob);
  }

  private static Json order(String word, String actor, Instant at) {
    return Json.object()
        .put("version", RecordJson.VERSION)
        .put("order", word)
        .put("time", at)
        .put("actor", actor);
  }

  /// Appends an order to the chain.
  private ObjectId give(OpenLedger ledger, Json order) throws IOException {
    Optional<ObjectId> previous = ledger.refs().read(LedgerRefs.ORDERS);
    Instant now = idents.now();
    PersonIdent author = idents.operator(order.text("actor"), now);
    ObjectId given =
        ledger
            .objects()
            .write(
                new NewCommit(
                    new TreeMap<>(Map.of(OrderReader.FILE, order.bytes())),
                    previous.stream().toList(),
                    author,
                    idents.lastgood(now),
                    message(order)));
    ledger.refs().advance(LedgerRefs.ORDERS, previous, given);
    return given;
  }

  /// `pause powersync: <reason>`, then every member as a trailer.
  private static String message(Json order) {
    String object = order.text(order.has("target") ? "target" : "source");
    StringBuilder message = new StringBuilder(order.text("order")).append(' ');
    message.append(object);
    if (order.has("reason")) {
      message.append(": ").append(EntryMessage.line(order.text("reason")));
    }
    message.append("\n\n");
    order.keys().stream()
        .filter(key -> !key.equals("version"))
        .forEach(key ->
            message
                .append(key.substring(0, 1).toUpperCase(Locale.ROOT))
                .append(key.substring(1))
                .append(": ")
                .append(EntryMessage.line(order.text(key)))
                .append('\n'));
    return message.toString();
  }
}
