// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `judge-sync-rules --report` says of a candidate.
///
/// @param version the parser's
/// @param fatal what the service would not start with
/// @param warnings what it would only complain of
/// @param losses the tables that clients would lose; empty when the parser can't tell
record ParserReport(String version, Listed fatal, Listed warnings, Optional<Listed> losses) {
  private static final Pattern FINDING = Pattern.compile("(\\d{1,9}) (\\d{1,9}) (.*)");

  /// The first of some things, and how many there are.
  record Listed(List<String> shown, int count) {
    Listed {
      shown = List.copyOf(shown);
    }

    boolean isEmpty() {
      return count == 0;
    }

    /// A line for each, and one for those that are not shown.
    List<String> lines(String prefix) {
      List<String> lines = new ArrayList<>();
      shown.forEach(one -> lines.add(prefix + one));
      if (count > shown.size()) {
        lines.add("and " + (count - shown.size()) + " more");
      }
      return lines;
    }

    /// The first of them, and how many more there are.
    String first() {
      return shown.getFirst() + (count > 1 ? " (and " + (count - 1) + " more)" : "");
    }
  }

  /// Reads a report.
  ///
  /// @return empty when it is none, or not whole
  static Optional<ParserReport> read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2
        || !lines.getFirst().equals("report 1")
        || !lines.getLast().equals("end")) {
      return Optional.empty();
    }
    Reader reader = new Reader();
    lines.subList(1, lines.size() - 1).forEach(reader::line);
    return reader.report();
  }

  private static final class Reader {
    private String version = "";
    private final List<String> fatal = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int fatals = -1;
    private int warned = -1;
    private int losses = -1;
    private boolean whole = true;

    void line(String line) {
      int space = line.indexOf(' ');
      String word = line.substring(0, Math.max(space, 0));
      String rest = line.substring(space + 1);
      switch (word) {
        case "parser" -> version = rest;
        case "fatal" -> fatal.add(finding(rest));
        case "fatals" -> fatals = count(rest);
        case "warning" -> warnings.add(finding(rest));
        case "warnings" -> warned = count(rest);
        case "lost" -> lost.add(rest);
        case "losses" -> losses = count(rest);
        case "tables" -> {} // unknown
        default -> whole = false;
      }
    }

    private String finding(String text) {
      Matcher matcher = FINDING.matcher(text);
      if (!matcher.matches()) {
        whole = false;
        return text;
      }
      String message = matcher.group(3);
      return matcher.group(1).equals("0")
          ? message
          : "line %s, column %s: %s".formatted(matcher.group(1), matcher.group(2), message);
    }

    private static int count(String text) {
      return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private Optional<ParserReport> report() {
      boolean counted = fatals >= fatal.size() && warned >= warnings.size();
      boolean shown = fatal.isEmpty() == (fatals <= 0) && warnings.isEmpty() == (warned <= 0);
      if (!whole || !counted || !shown || version.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ParserReport(
              version,
              new Listed(fatal, fatals),
              new Listed(warnings, warned),
              losses < lost.size() ? Optional.empty() : Optional.of(new Listed(lost, losses))));
    }
  }
}
