// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Source;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Orders.Acceptance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// The orders that stand, read from the commits that gave them.
final class OrderReader {
  static final String FILE = "order.json";

  private OrderReader() {}

  /// @param order the commit of the order that stands
  static Optional<History.Pause> pause(OpenLedger ledger, Optional<ObjectId> order)
      throws IOException {
    return read(ledger, order, "pause", OrderReader::readPause);
  }

  /// Whether an order is about a target.
  static boolean isOf(Json order, TargetName target) {
    return order.has("target") && order.text("target").equals(target.value());
  }

  /// The entry that a release is of; older releases do not name it.
  static Optional<EntryId> entry(Json order) {
    return order.optional("entry", EntryId::of);
  }

  static Optional<Acceptance> acceptance(OpenLedger ledger, Source source) throws IOException {
    Optional<ObjectId> standing = ledger.refs().read(LedgerRefs.acceptedRewrite(source.name()));
    return read(
            ledger,
            standing.isPresent() ? standing : newestAcceptance(ledger, source),
            "acceptance",
            json -> readAcceptance(json, source))
        .flatMap(found -> found);
  }

  /// The ref is an index of the orders. This is asked where history was rewritten, which is seldom.
  private static Optional<ObjectId> newestAcceptance(OpenLedger ledger, Source source)
      throws IOException {
    List<ObjectId> found = new ArrayList<>();
    walk(
        ledger,
        (id, order) -> {
          if (order.has("tip") && order.text("source").equals(source.name().value())) {
            found.add(id);
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /// Shows the orders, newest first, until the visitor returns false.
  static void walk(OpenLedger ledger, BiPredicate<ObjectId, Json> visitor) throws IOException {
    Optional<ObjectId> next = ledger.refs().read(LedgerRefs.ORDERS);
    while (next.isPresent() && visitor.test(next.get(), read(ledger, next.get()))) {
      next = EntryReader.parent(ledger.objects().commit(next.get()));
    }
  }

  /// `target=commit`, for each target that had something deployed.
  static String replaced(Acceptance acceptance) {
    return acceptance.replaced().entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue().hex())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static History.Pause readPause(Json json) {
    return new History.Pause(json.text("reason"), json.text("actor"), json.instant("time"));
  }

  /// Nothing when it was given for another url or branch, or by a lastgood that did not say for
  /// which.
  private static Optional<Acceptance> readAcceptance(Json json, Source source) {
    if (!json.has("of") || !json.text("of").equals(source.address())) {
      return Optional.empty();
    }
    return Optional.of(
        new Acceptance(
            new CommitId(json.text("tip")),
            readReplaced(json.text("replaced")),
            json.text("actor"),
            json.instant("time")));
  }

  private static Map<TargetName, CommitId> readReplaced(String text) {
    return Pattern.compile(" ")
        .splitAsStream(text)
        .filter(one -> !one.isEmpty())
        .map(one -> one.split("=", 2))
        .collect(Collectors.toMap(it -> new TargetName(it[0]), it -> new CommitId(it[1])));
  }

  private static <T> Optional<T> read(
      OpenLedger ledger, Optional<ObjectId> order, String what, Function<Json, T> form)
      throws IOException {
    if (order.isEmpty()) {
      return Optional.empty();
    }
    Json json = read(ledger, order.get());
    try {
      return Optional.of(form.apply(json));
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no such order
      throw new LedgerDamaged("the " + what + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// The text of an order.
  static Json read(OpenLedger ledger, ObjectId order) throws IOException {
    LedgerObjects objects = ledger.objects();
    ObjectId file = objects.files(objects.commit(order).getTree()).get(FILE);
    if (file == null) {
      throw new LedgerDamaged("commit " + order.name() + " is no order");
    }
    byte[] bytes = objects.blob(file);
    try {
      Json json = Json.parse(bytes);
      RecordJson.requireVersion(json);
      return json;
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no order
      throw new LedgerDamaged(
          "order %s cannot be read: %s".formatted(order.name(), e.getMessage()), e);
    }
  }
}
