// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.json.Json;
import dev.lastgood.notify.ToldFile.Book;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What everybody was told ⇄ JSON. Reading throws unchecked exceptions at anything that isn't of
/// this form.
final class ToldJson {
  private ToldJson() {}

  static Json of(Book book) {
    Json all = Json.object();
    book.told()
        .forEach((recipient, subjects) -> {
          Json his = Json.object();
          subjects.forEach((subject, told) -> his.put(subject, of(told)));
          all.put(recipient, his);
        });
    return all;
  }

  static Book book(Json all) {
    Map<String, Map<String, Told>> told = new TreeMap<>();
    for (String recipient : all.keys()) {
      Json his = all.object(recipient);
      Map<String, Told> subjects = new TreeMap<>();
      his.keys().forEach(subject -> subjects.put(subject, told(his.object(subject))));
      told.put(recipient, subjects);
    }
    return new Book(told);
  }

  private static Json of(Told told) {
    return Json.object()
        .put("count", told.count())
        .putPresent("trouble", told.trouble().map(ToldJson::of))
        .putAll("unsent", told.unsent(), Message::json)
        .put("dropped", told.dropped());
  }

  private static Json of(Told.Trouble trouble) {
    return Json.object()
        .put("state", trouble.state())
        .put("about", trouble.about())
        .put("path", trouble.path())
        .put("at", trouble.at());
  }

  private static Told told(Json json) {
    Optional<Told.Trouble> trouble = json.optionalObject("trouble").map(ToldJson::trouble);
    return new Told(
        trouble, json.number("count"), json.objects("unsent", Message::of), json.number("dropped"));
  }

  private static Told.Trouble trouble(Json json) {
    return new Told.Trouble(
        json.text("state"), json.text("about"), json.texts("path"), json.instant("at"));
  }
}
