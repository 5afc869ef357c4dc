// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.text.Columns;
import dev.lastgood.text.Harmless;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One line of text for people, in pieces that each have a tone.
///
/// Text gets to the terminal through here only, and here it is made harmless.
public final class Line {
  /// A piece of a line.
  ///
  /// @param text as it was given: it is not harmless
  /// @param width what it is filled up to on a terminal
  public record Piece(Tone tone, String text, int width) {}

  /// What becomes of a line that is longer than the terminal is wide.
  private enum TooLong {
    /// The terminal has it go on, so that it can be copied as one.
    RUNS,
    /// It goes on in lines of its own.
    FOLDED,
    /// What there is no room for is left out.
    CUT
  }

  private final List<Piece> pieces = new ArrayList<>();
  private TooLong tooLong = TooLong.RUNS;
  private int hanging;
  private boolean copied;

  private Line() {}

  public static Line of(String text) {
    return new Line().add(text);
  }

  public static Line of(Tone tone, String text) {
    return new Line().add(tone, text);
  }

  /// A line that begins with a tone's sign.
  static Line marked(Tone tone) {
    return of(tone, tone.mark() + " ");
  }

  public Line add(String text) {
    return add(Tone.PLAIN, text);
  }

  public Line add(Tone tone, String text) {
    return cell(tone, text, 0);
  }

  /// Appends text in a tone, filled up with blanks to a width.
  Line cell(Tone tone, String text, int width) {
    pieces.add(new Piece(tone, text, width));
    return this;
  }

  /// Is parted between words where it is too long.
  ///
  /// @param indent how far the lines after the first are indented
  Line folded(int indent) {
    tooLong = copied ? TooLong.RUNS : TooLong.FOLDED;
    hanging = indent;
    return this;
  }

  /// Is left in one piece, also as a part of a line that is folded: it has what people copy, and
  /// half a command is another one.
  Line copied() {
    copied = true;
    tooLong = TooLong.RUNS;
    return this;
  }

  /// Is cut where it is too long.
  public Line cut() {
    tooLong = TooLong.CUT;
    return this;
  }

  public Line add(Line other) {
    pieces.addAll(other.pieces);
    copied |= other.copied;
    return this;
  }

  /// The line as it is written, without a line end and without blanks before it.
  public String render(Style style) {
    StringBuilder line = new StringBuilder();
    for (Piece piece : pieces) {
      String text = Harmless.spelled(piece.text, style.unicode());
      line.append(style.colour() ? piece.tone.paint(text) : text);
      if (piece.width > 0) {
        line.repeat(' ', Math.max(0, piece.width - Columns.of(text)));
      }
    }
    return line.toString().stripTrailing();
  }

  /// The same in as many lines as it takes.
  ///
  /// @param columns how wide the terminal is; asked only for a line that is not to run over its
  ///   edge
  public List<String> render(Style style, Supplier<OptionalInt> columns) {
    if (tooLong == TooLong.RUNS) {
      return List.of(render(style));
    }
    OptionalInt width = columns.get();
    if (width.isEmpty()) {
      return List.of(render(style));
    }
    Fold fold = new Fold(style, width.getAsInt());
    return tooLong == TooLong.CUT ? List.of(fold.cut(this)) : fold.lines(this, hanging);
  }

  /// The pieces, for who shows them elsewhere than on a terminal, and makes them harmless there.
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /// The line as it was given, for a program: JSON has its own way to make it harmless.
  public String text() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  /// What the terminal can show.
  ///
  /// @param colour whether ANSI colours are wanted
  /// @param unicode whether it shows more than ASCII
  public record Style(boolean colour, boolean unicode) {}
}
