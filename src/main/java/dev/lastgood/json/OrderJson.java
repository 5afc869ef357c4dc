// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Order;
import dev.lastgood.model.Worded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What an operator ordered ⇄ JSON.
final class OrderJson {
  private OrderJson() {}

  /// What is ordered, in a word.
  enum Kind implements Worded {
    PAUSE,
    RESUME,
    CLEAR,
    ACCEPT_REWRITE
  }

  static Json of(Order order) {
    return switch (order) {
      case Order.Pause(String reason) -> kind(Kind.PAUSE).put("reason", reason);
      case Order.Resume(Set<EntryId> ends) -> kind(Kind.RESUME).put("ends", sorted(ends));
      case Order.Clear(BlobId blob, Set<EntryId> ends) ->
          kind(Kind.CLEAR).put("blob", blob).put("ends", sorted(ends));
      case Order.AcceptRewrite(String address, CommitId tip, CommitId replaced) ->
          kind(Kind.ACCEPT_REWRITE)
              .put("address", address)
              .put("tip", tip)
              .put("replaced", replaced);
    };
  }

  private static Json kind(Kind kind) {
    return Json.object().put("kind", kind);
  }

  private static List<String> sorted(Set<EntryId> entries) {
    return entries.stream().map(EntryId::toString).sorted().toList();
  }

  static Order order(Json json) {
    return switch (json.word("kind", Kind.class)) {
      case PAUSE -> new Order.Pause(json.text("reason"));
      case RESUME -> new Order.Resume(entries(json));
      case CLEAR -> new Order.Clear(new BlobId(json.text("blob")), entries(json));
      case ACCEPT_REWRITE ->
          new Order.AcceptRewrite(
              json.text("address"),
              new CommitId(json.text("tip")),
              new CommitId(json.text("replaced")));
    };
  }

  private static Set<EntryId> entries(Json json) {
    Set<EntryId> entries = new LinkedHashSet<>();
    json.texts("ends").forEach(id -> entries.add(EntryId.of(id)));
    return entries;
  }
}
