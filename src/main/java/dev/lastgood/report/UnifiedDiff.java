// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import dev.lastgood.model.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What differs between two contents, in the format of `diff -u`.
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// Lines of both sides up to which the smallest difference is found whatever it costs: a second.
  private static final int FEW_LINES = 8_000;

  /// Lines that may differ in larger files: time and memory grow with the square.
  private static final int MOST_DIFFERING = 1_000;

  private static final String NO_NEWLINE = "\\ No newline at end of file";

  private final List<String> before;
  private final List<String> after;
  private final List<Line> diff = new ArrayList<>();

  private UnifiedDiff(Side old, Side young) {
    before = lines(old);
    after = lines(young);
    diff.add(Line.of(Tone.STRONG, "--- " + old.name()));
    diff.add(Line.of(Tone.STRONG, "+++ " + young.name()));
  }

  /// One side of a diff.
  ///
  /// @param name what its header says
  /// @param content its bytes; empty when there is no file
  public record Side(String name, Optional<Content> content) {}

  /// The lines of the diff; none when both sides are the same.
  public static List<Line> diff(Side old, Side young) {
    if (old.content().equals(young.content())) {
      return List.of();
    }
    if (isBinary(old) || isBinary(young)) {
      return List.of(Line.of("Binary contents differ: " + old.name() + " and " + young.name()));
    }
    UnifiedDiff unified = new UnifiedDiff(old, young);
    unified.hunks().forEach(unified::append);
    return unified.diff;
  }

  private static boolean isBinary(Side side) {
    return side.content().map(content -> content.text().indexOf('\0') >= 0).orElse(false);
  }

  /// The last line carries the remark when no newline ends it, so that it differs from the same
  /// line with one.
  private static List<String> lines(Side side) {
    String text = side.content().map(Content::text).orElse("");
    if (text.isEmpty()) {
      return List.of();
    }
    boolean ended = text.endsWith("\n");
    String body = ended ? text.substring(0, text.length() - 1) : text;
    List<String> lines = new ArrayList<>(List.of(body.split("\n", -1)));
    if (!ended) {
      lines.add(lines.removeLast() + "\n" + NO_NEWLINE);
    }
    return lines;
  }

  /// Lines `from` up to, not including, `to` of one side.
  private record Range(int from, int to) {
    static Range of(Chunk<String> chunk) {
      return new Range(chunk.getPosition(), chunk.getPosition() + chunk.size());
    }

    Range until(Range later) {
      return new Range(from, later.to);
    }

    String header() {
      int first = to == from ? from : from + 1; // an empty range is named by the line before it
      return first + "," + (to - from);
    }
  }

  private record Change(Range old, Range young) {
    Change until(Change later) {
      return new Change(old.until(later.old), young.until(later.young));
    }
  }

  /// The changes in order. Of large files that have little in common, all between their common ends
  /// is one change: to find the smallest difference would take hours.
  private List<Change> changes() {
    if (before.size() + after.size() <= FEW_LINES) {
      // In linear space: for two unlike files the other algorithm needs gigabytes.
      return changes(
          DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>(), null).getDeltas());
    }
    try {
      return changes(DiffUtils.diff(before, after, new MyersDiff<>(), new Bound()).getDeltas());
    } catch (TooDifferent _) {
      return List.of(between());
    }
  }

  private Change between() {
    int most = Math.min(before.size(), after.size());
    int head = 0;
    while (head < most && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    return new Change(new Range(head, before.size() - tail), new Range(head, after.size() - tail));
  }

  /// What the algorithm gives as an insertion beside a deletion is one change.
  private static List<Change> changes(List<AbstractDelta<String>> deltas) {
    List<Change> changes = new ArrayList<>();
    deltas.stream()
        .map(UnifiedDiff::change)
        .sorted(
            Comparator.comparingInt((Change change) -> change.old().from())
                .thenComparingInt(change -> change.young().from()))
        .forEach(change -> {
          boolean touches =
              !changes.isEmpty()
                  && changes.getLast().old().to() == change.old().from()
                  && changes.getLast().young().to() == change.young().from();
          changes.add(touches ? changes.removeLast().until(change) : change);
        });
    return changes;
  }

  private static Change change(AbstractDelta<String> delta) {
    return new Change(Range.of(delta.getSource()), Range.of(delta.getTarget()));
  }

  /// Stops the search for the smallest difference where that is large.
  private static final class Bound implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int differing, int most) {
      if (differing > MOST_DIFFERING) {
        throw new TooDifferent();
      }
    }

    @Override
    public void diffEnd() {}
  }

  /// There is no small difference.
  private static final class TooDifferent extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Changes whose contexts meet are one hunk.
  private List<List<Change>> hunks() {
    List<List<Change>> hunks = new ArrayList<>();
    for (Change change : changes()) {
      boolean near =
          !hunks.isEmpty()
              && change.old().from() - hunks.getLast().getLast().old().to() <= 2 * CONTEXT;
      if (!near) {
        hunks.add(new ArrayList<>());
      }
      hunks.getLast().add(change);
    }
    return hunks;
  }

  private void append(List<Change> hunk) {
    Change all = hunk.getFirst().until(hunk.getLast());
    int lead = Math.min(CONTEXT, all.old().from());
    int trail = Math.min(CONTEXT, before.size() - all.old().to());
    Range old = new Range(all.old().from() - lead, all.old().to() + trail);
    Range young = new Range(all.young().from() - lead, all.young().to() + trail);
    diff.add(Line.of(Tone.ID, "@@ -" + old.header() + " +" + young.header() + " @@"));
    int shown = old.from();
    for (Change change : hunk) {
      append(Tone.PLAIN, ' ', before.subList(shown, change.old().from()));
      append(Tone.BAD, '-', before.subList(change.old().from(), change.old().to()));
      append(Tone.GOOD, '+', after.subList(change.young().from(), change.young().to()));
      shown = change.old().to();
    }
    append(Tone.PLAIN, ' ', before.subList(shown, old.to()));
  }

  private void append(Tone tone, char sign, List<String> lines) {
    for (String line : lines) {
      String[] parts = line.split("\n", 2);
      diff.add(Line.of(tone, sign + parts[0]));
      if (parts.length > 1) {
        diff.add(Line.of(Tone.FAINT, parts[1]));
      }
    }
  }
}
