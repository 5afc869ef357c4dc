// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.lastgood.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What differs between two contents, in the format of `diff -u`.
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private static final String NO_NEWLINE = "\\ No newline at end of file";

  private UnifiedDiff() {}

  /// What may be spent on finding a small difference.
  ///
  /// @param fewLines lines of both sides up to which the smallest is found whatever it costs
  /// @param mostDiffering lines that may differ in larger files: time and memory grow with the
  ///   square
  record Effort(int fewLines, int mostDiffering) {
    /// A second.
    static final Effort SMALLEST = new Effort(8_000, 1_000);

    /// Milliseconds.
    static final Effort QUICK = new Effort(200, 400);
  }

  /// One side of a diff.
  ///
  /// @param name what its header says
  /// @param content its bytes; empty when there is no file
  record Side(String name, Optional<Content> content) {}

  /// The lines of the diff; none when both sides are the same.
  static List<Line> diff(Side old, Side young) {
    return diff(Effort.SMALLEST, old, young);
  }

  /// The same for as much as may be spent.
  static List<Line> diff(Effort effort, Side old, Side young) {
    if (old.content().equals(young.content())) {
      return List.of();
    }
    List<String> before = lines(old);
    List<String> after = lines(young);
    if (isBinary(old) || isBinary(young) || before.equals(after)) {
      return List.of(Line.of("Binary contents differ: " + old.name() + " and " + young.name()));
    }
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            old.name(), young.name(), before, patch(effort, before, after), CONTEXT);
    return Stream.concat(
            diff.stream().limit(2).map(header -> Line.of(Tone.STRONG, header)),
            removedFirst(diff.subList(2, diff.size())).stream().flatMap(UnifiedDiff::shown))
        .toList();
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

  /// The changes. Of large files that have little in common, all between their common ends is one
  /// change: to find the smallest difference would take hours.
  private static Patch<String> patch(Effort effort, List<String> before, List<String> after) {
    if (before.size() + after.size() <= effort.fewLines()) {
      // In linear space: for two unlike files the other algorithm needs gigabytes.
      return DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>(), null);
    }
    try {
      return DiffUtils.diff(before, after, new MyersDiff<>(), new Bound(effort.mostDiffering()));
    } catch (TooDifferent _) {
      return between(before, after);
    }
  }

  private static Patch<String> between(List<String> before, List<String> after) {
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
    Patch<String> patch = new Patch<>(1);
    patch.addDelta(
        new ChangeDelta<>(
            new Chunk<>(head, before.subList(head, before.size() - tail)),
            new Chunk<>(head, after.subList(head, after.size() - tail))));
    return patch;
  }

  /// Stops the search for the smallest difference where that is large.
  private record Bound(int mostDiffering) implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int differing, int most) {
      if (differing > mostDiffering) {
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

  /// What is removed stands before what is added in its place, whichever was found first.
  private static List<String> removedFirst(List<String> diff) {
    List<String> sorted = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (String line : diff) {
      switch (line.charAt(0)) {
        case '+' -> added.add(line);
        case '-' -> sorted.add(line);
        default -> {
          sorted.addAll(added);
          added.clear();
          sorted.add(line);
        }
      }
    }
    sorted.addAll(added);
    return sorted;
  }

  private static Stream<Line> shown(String line) {
    return switch (line.charAt(0)) {
      case '-' -> shown(Tone.BAD, line);
      case '+' -> shown(Tone.GOOD, line);
      case '@' ->
          // An empty side is named by the line before it, of which there is none.
          shown(Tone.ID, line.replace("-1,0 ", "-0,0 ").replace("+1,0 ", "+0,0 "));
      default -> shown(Tone.PLAIN, line);
    };
  }

  private static Stream<Line> shown(Tone tone, String line) {
    String[] parts = line.split("\n", 2);
    return parts.length == 1
        ? Stream.of(Line.of(tone, line))
        : Stream.of(Line.of(tone, parts[0]), Line.of(Tone.FAINT, parts[1]));
  }
}
