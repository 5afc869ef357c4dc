// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.report.Line.Piece;
import dev.lastgood.report.Line.Style;
import dev.lastgood.text.Columns;
import dev.lastgood.text.Harmless;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings a line into so many columns: in several lines between its words, or cut at its end.
final class Fold {
  /// Blanks, one character of a text that is written without them, or a word.
  private static final Pattern PARTS = Pattern.compile(" +|[^ ]");

  private final Style style;
  private final int columns;

  /// @param columns of a line; never fewer than make sense
  Fold(Style style, int columns) {
    this.style = style;
    this.columns = Math.max(40, columns);
  }

  /// What can't be parted, in pieces, and the blanks before it.
  private static final class Word {
    private final int blanks;
    private final List<Piece> pieces = new ArrayList<>();

    Word(int blanks) {
      this.blanks = blanks;
    }

    int width() {
      return pieces.stream().mapToInt(piece -> Columns.of(piece.text())).sum();
    }
  }

  /// The lines; a word longer than a line stands alone, so that it can be copied.
  ///
  /// @param hanging how far the lines after the first are indented
  List<String> lines(Line line, int hanging) {
    List<String> lines = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (Word word : words(line)) {
      int width = word.width();
      boolean isFirst = used == 0 || (!lines.isEmpty() && used == hanging);
      if (!isFirst && used + word.blanks + width > columns) {
        lines.add(text.toString());
        text.setLength(0);
        text.repeat(' ', hanging);
        used = hanging;
        isFirst = true;
      }
      int blanks = isFirst && !lines.isEmpty() ? 0 : word.blanks;
      text.repeat(' ', blanks);
      word.pieces.forEach(piece -> text.append(painted(piece)));
      used += blanks + width;
    }
    lines.add(text.toString());
    return lines;
  }

  /// As much of the line as there is room for, and a sign that it goes on.
  String cut(Line line) {
    List<Piece> pieces = spelled(line);
    int width = pieces.stream().mapToInt(piece -> Columns.of(piece.text())).sum();
    String more = Harmless.spelled("…", style.unicode());
    int left = width <= columns ? width : columns - Columns.of(more);
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      String first = Columns.first(piece.text(), left);
      left -= Columns.of(first);
      text.append(painted(new Piece(piece.tone(), first, 0)));
      if (first.length() < piece.text().length()) {
        return text.append(more).toString();
      }
    }
    return text.toString().stripTrailing();
  }

  private String painted(Piece piece) {
    return style.colour() ? piece.tone().paint(piece.text()) : piece.text();
  }

  /// The pieces as they are seen, filled up to their widths.
  private List<Piece> spelled(Line line) {
    List<Piece> spelled = new ArrayList<>();
    for (Piece piece : line.pieces()) {
      String text = Harmless.spelled(piece.text(), style.unicode()).replace('\t', ' ');
      int missing = piece.width() - Columns.of(text);
      spelled.add(new Piece(piece.tone(), text, 0));
      if (missing > 0) {
        spelled.add(new Piece(Tone.PLAIN, " ".repeat(missing), 0));
      }
    }
    return spelled;
  }

  private List<Word> words(Line line) {
    List<Word> words = new ArrayList<>(List.of(new Word(0)));
    int blanks = 0;
    int before = ' ';
    for (Piece piece : spelled(line)) {
      Matcher parts = PARTS.matcher(piece.text());
      while (parts.find()) {
        String part = parts.group();
        if (part.startsWith(" ")) {
          blanks += part.length();
          continue;
        }
        int point = part.codePointAt(0);
        if (blanks > 0 || (Columns.isWide(point) && Columns.isWide(before))) {
          words.add(new Word(blanks));
          blanks = 0;
        }
        add(words.getLast(), piece.tone(), part);
        before = point;
      }
    }
    return words;
  }

  /// Characters of one tone are one piece.
  private static void add(Word word, Tone tone, String part) {
    if (!word.pieces.isEmpty() && word.pieces.getLast().tone() == tone) {
      String text = word.pieces.removeLast().text() + part;
      word.pieces.add(new Piece(tone, text, 0));
    } else {
      word.pieces.add(new Piece(tone, part, 0));
    }
  }
}
