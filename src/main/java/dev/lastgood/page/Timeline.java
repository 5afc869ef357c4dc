// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.text.Moments;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// When a target's entries were recorded, however many there are: a chart in which each outcome has
/// its height, and the same in words.
final class Timeline {
  private static final int COLUMNS = 240;
  private static final int COLUMN = 4;

  private final Map<OutcomeKind, Times> times = new EnumMap<>(OutcomeKind.class);
  private int entries;

  /// Where an outcome stands in the chart. What needs a person is below the line.
  private enum Lane {
    LIVE("good", 4),
    ORDER("warn", 18),
    FAILED("bad", 32);

    private final String tone;
    private final int top;

    Lane(String tone, int top) {
      this.tone = tone;
      this.top = top;
    }

    private static Lane of(OutcomeKind outcome) {
      return switch (outcome) {
        case DEPLOYED, ADOPTED, RECOVERED, DRIFT_HEALED, MANUAL_ROLLBACK -> LIVE;
        case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> ORDER;
        case REFUSED, ROLLED_BACK, STRANDED -> FAILED;
      };
    }
  }

  /// In seconds, in a field that grows: there may be a hundred thousand.
  private static final class Times {
    private long[] seconds = new long[16];
    private int size;

    private void add(long second) {
      if (size == seconds.length) {
        seconds = Arrays.copyOf(seconds, size * 2);
      }
      seconds[size++] = second;
    }
  }

  void add(Entry entry) {
    entries++;
    times.computeIfAbsent(entry.outcome(), _ -> new Times()).add(entry.at().getEpochSecond());
  }

  int entries() {
    return entries;
  }

  /// How often each outcome was recorded.
  Map<OutcomeKind, Integer> outcomes() {
    Map<OutcomeKind, Integer> counts = new EnumMap<>(OutcomeKind.class);
    times.forEach((outcome, all) -> counts.put(outcome, all.size));
    return counts;
  }

  /// The chart and its caption; nothing when there is no entry.
  Html html(Moments moments) {
    Html html = new Html();
    if (entries == 0) {
      return html.raw("<p>Nothing is recorded yet.</p>\n");
    }
    long first = all(true);
    long last = all(false);
    String counts =
        outcomes().entrySet().stream()
            .map(one -> one.getValue() + " " + one.getKey().word())
            .collect(Collectors.joining(", "));
    String said =
        "%d %s from %s to %s: %s"
            .formatted(
                entries,
                entries == 1 ? "entry" : "entries",
                moments.absolute(Instant.ofEpochSecond(first)),
                moments.absolute(Instant.ofEpochSecond(last)),
                counts);
    html.raw("<figure><svg class=timeline viewBox=\"0 0 " + COLUMNS * COLUMN + " 48\"")
        .raw(" preserveAspectRatio=none role=img aria-label=\"")
        .text("Timeline: " + said)
        .raw("\"><path class=axis d=\"M0 30h" + COLUMNS * COLUMN + "\"/>");
    for (Lane lane : Lane.values()) {
      lane(lane, first, last, html);
    }
    return html.raw("</svg><figcaption>").text(said).raw(".</figcaption></figure>\n");
  }

  private long all(boolean earliest) {
    var seconds =
        times.values().stream().flatMapToLong(it -> Arrays.stream(it.seconds, 0, it.size));
    return (earliest ? seconds.min() : seconds.max()).orElseThrow();
  }

  private void lane(Lane lane, long first, long last, Html html) {
    boolean[] filled = new boolean[COLUMNS];
    times.forEach((outcome, all) -> {
      if (Lane.of(outcome) == lane) {
        for (int i = 0; i < all.size; i++) {
          filled[column(all.seconds[i], first, last)] = true;
        }
      }
    });
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < COLUMNS; i++) {
      if (filled[i]) {
        path.append("M").append(i * COLUMN + COLUMN / 2).append(' ').append(lane.top).append("v12");
      }
    }
    if (!path.isEmpty()) {
      html.raw("<path class=" + lane.tone + " d=\"" + path + "\"/>");
    }
  }

  private static int column(long second, long first, long last) {
    return last == first ? 0 : (int) ((second - first) * (COLUMNS - 1) / (last - first));
  }
}
