// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonObject;
import dev.lastgood.deploy.History;
import dev.lastgood.deploy.Orders.Acceptance;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// The orders that stand, read from the commits that gave them.
final class OrderJson {
  static final String FILE = "order.json";

  private OrderJson() {}

  static Optional<History.Pause> pause(OpenLedger ledger, TargetName target) throws IOException {
    return standing(ledger, LedgerRefs.pause(target), OrderJson::readPause);
  }

  static Optional<Acceptance> acceptance(OpenLedger ledger, SourceName source) throws IOException {
    return standing(ledger, LedgerRefs.acceptedRewrite(source), OrderJson::readAcceptance);
  }

  private static History.Pause readPause(JsonObject json) {
    return new History.Pause(
        Json.string(json, "reason"), Json.string(json, "actor"), Json.instant(json, "time"));
  }

  private static Acceptance readAcceptance(JsonObject json) {
    return new Acceptance(
        new CommitId(Json.string(json, "tip")),
        Json.string(json, "actor"),
        Json.instant(json, "time"));
  }

  private static <T> Optional<T> standing(
      OpenLedger ledger, String ref, Function<JsonObject, T> form) throws IOException {
    Optional<ObjectId> order = ledger.refs().read(ref);
    if (order.isEmpty()) {
      return Optional.empty();
    }
    JsonObject json = read(ledger, order.get());
    try {
      return Optional.of(form.apply(json));
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no such order
      throw new LedgerDamaged("the order of " + ref + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// The text of an order.
  static JsonObject read(OpenLedger ledger, ObjectId order) throws IOException {
    LedgerObjects objects = ledger.objects();
    ObjectId file = objects.files(objects.commit(order).getTree()).get(FILE);
    if (file == null) {
      throw new LedgerDamaged("commit " + order.name() + " is no order");
    }
    byte[] bytes = objects.blob(file);
    try {
      JsonObject json = Json.parse(bytes);
      RecordJson.requireVersion(json);
      return json;
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no order
      throw new LedgerDamaged(
          "order %s cannot be read: %s".formatted(order.name(), e.getMessage()), e);
    }
  }
}
