// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonObject;
import dev.lastgood.deploy.History;
import dev.lastgood.deploy.Orders.Acceptance;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// The orders that stand, read from the commits that gave them.
final class OrderJson {
  static final String FILE = "order.json";

  private OrderJson() {}

  static Optional<History.Pause> pause(OpenLedger ledger, TargetName target) throws IOException {
    return standing(ledger, LedgerRefs.pause(target), OrderJson::readPause);
  }

  static Optional<Acceptance> acceptance(OpenLedger ledger, Source source) throws IOException {
    String ref = LedgerRefs.acceptedRewrite(source.name());
    return standing(ledger, ref, json -> readAcceptance(json, source)).flatMap(found -> found);
  }

  /// What an acceptance is bound to.
  static String of(Source source) {
    return source.remote() + " " + source.branch().map(Branch::name).orElse("HEAD");
  }

  /// `target=commit`, for each target that had something deployed.
  static String replaced(Acceptance acceptance) {
    return acceptance.replaced().entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue().hex())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static History.Pause readPause(JsonObject json) {
    return new History.Pause(
        Json.string(json, "reason"), Json.string(json, "actor"), Json.instant(json, "time"));
  }

  /// Nothing when it was given for another url or branch, or by a lastgood that did not say for
  /// which.
  private static Optional<Acceptance> readAcceptance(JsonObject json, Source source) {
    if (!json.has("of") || !Json.string(json, "of").equals(of(source))) {
      return Optional.empty();
    }
    return Optional.of(
        new Acceptance(
            new CommitId(Json.string(json, "tip")),
            readReplaced(Json.string(json, "replaced")),
            Json.string(json, "actor"),
            Json.instant(json, "time")));
  }

  private static Map<TargetName, CommitId> readReplaced(String text) {
    return Pattern.compile(" ")
        .splitAsStream(text)
        .filter(one -> !one.isEmpty())
        .map(one -> one.split("=", 2))
        .collect(Collectors.toMap(it -> new TargetName(it[0]), it -> new CommitId(it[1])));
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
