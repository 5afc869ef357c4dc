// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Moments;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The part of a page that only the record says. It takes seconds where the record is long, and
/// stays the same as long as each chain ends in the same entry.
///
/// @param key what it was made of
/// @param timelines one for each target
/// @param outcomes how many entries there are of each
record RecordPart(
    Key key, List<Drawn> timelines, Map<OutcomeKind, Integer> outcomes, EntryList.Filled entries) {
  /// What a target's entries come to.
  ///
  /// @param newest the newest entry and, where that is an order, the newest of a pass
  /// @param failure why that is not all; empty when it is
  record Drawn(Timeline timeline, List<Entry> newest, Optional<RequestFailed> failure) {}

  /// What makes another part.
  record Key(ZoneId zone, List<Tip> tips) {
    static Key of(List<Reported> targets, Moments moments) {
      return new Key(moments.zone(), targets.stream().map(Tip::of).toList());
    }
  }

  /// Where a chain ends, and what its commits are linked by.
  ///
  /// @param newest empty when there is none, or it can't be read
  record Tip(String name, Optional<Source> source, Optional<EntryId> newest) {
    private static Tip of(Reported target) {
      return new Tip(target.name(), target.source(), newest(target.chain()));
    }

    private static Optional<EntryId> newest(Chain chain) {
      List<EntryId> newest = new ArrayList<>();
      try {
        Chains.walk(chain, entry -> !newest.add(entry.id()));
      } catch (RequestFailed _) {
        return Optional.empty(); // what is wrong with it is said when all of it is read
      }
      return newest.stream().findFirst();
    }
  }

  /// Whether all of it could be read.
  boolean isWhole() {
    return timelines.stream().allMatch(drawn -> drawn.failure().isEmpty());
  }

  /// Reads all of it.
  static RecordPart read(Key key, List<Reported> targets, Moments moments, Layout layout) {
    EntryList list = new EntryList(layout.bounds(), targets.size());
    Map<OutcomeKind, Integer> outcomes = new EnumMap<>(OutcomeKind.class);
    List<Drawn> timelines = new ArrayList<>();
    for (Reported target : targets) {
      EntryHtml item = new EntryHtml(target, moments, targets.size() > 1);
      Drawn drawn =
          drawn(
              target,
              entry -> {
                Html brief = item.brief(entry, layout.files().of(target, entry));
                list.add(entry, brief, () -> item.whole(entry));
              });
      Map<OutcomeKind, Integer> its = drawn.timeline().outcomes();
      its.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
      timelines.add(drawn);
    }
    return new RecordPart(key, timelines, outcomes, list.fill());
  }

  private static Drawn drawn(Reported target, Consumer<Entry> list) {
    Timeline timeline = new Timeline();
    List<Entry> newest = new ArrayList<>();
    try {
      Chains.walk(
          target.chain(),
          entry -> {
            timeline.add(entry);
            list.accept(entry);
            boolean isFirstOfPass = entry.isOfPass() && newest.stream().noneMatch(Entry::isOfPass);
            return !(newest.isEmpty() || isFirstOfPass) || newest.add(entry);
          });
      return new Drawn(timeline, newest, Optional.empty());
    } catch (RequestFailed e) {
      return new Drawn(timeline, newest, Optional.of(e));
    }
  }
}
