// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A manual page as it is written, in the macros of man(7), which every `man` reads.
///
/// Words in backticks are set bold, links of Markdown are their words. The build puts the date and
/// the version in.
public final class Roff {
  /// What a terminal of 80 columns shows of a line that is not filled.
  private static final int LITERAL_WIDTH = 73;

  private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)]+\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");

  private final StringBuilder page = new StringBuilder();

  /// A page.
  ///
  /// @param name for example `lastgood-sync`
  /// @param about one sentence for the list of all pages
  public Roff(String name, int section, String about) {
    page.append(".\\\" Generated from the program's own definitions; see CONTRIBUTING.md.\n");
    page.append(
        ".TH %s %d \"@DATE@\" \"lastgood @VERSION@\" \"lastgood\"\n"
            .formatted(escaped(name.toUpperCase(Locale.ROOT)), section));
    page.append(".nh\n.ad l\n"); // a name that is broken at the end of a line can't be copied
    section("NAME");
    page.append(escaped(name)).append(" \\- ").append(marked(about)).append('\n');
  }

  public Roff section(String title) {
    return heading("SH", title);
  }

  public Roff subsection(String title) {
    return heading("SS", title);
  }

  private Roff heading(String macro, String title) {
    String line = "." + macro + " \"" + escaped(title).replace("\"", "\\(dq") + "\"\n";
    page.append(line);
    return this;
  }

  /// A paragraph, filled.
  public Roff paragraph(String text) {
    if (!isAfterHeading()) {
      page.append(".PP\n");
    }
    return text(text);
  }

  /// A term, and what it means.
  public Roff item(String term, String meaning) {
    page.append(".TP\n").append(marked(term)).append('\n');
    return text(meaning);
  }

  /// Commands; a long one goes on in the next line.
  public Roff commands(List<String> lines) {
    return literal(lines, " \\");
  }

  /// A piece of YAML; a long line has its comment before it, and goes on in the next one.
  public Roff yaml(List<String> lines) {
    return literal(lines, "");
  }

  private Roff literal(List<String> lines, String onward) {
    page.append(isAfterHeading() ? "" : ".PP\n").append(".nf\n");
    lines.stream()
        .flatMap(line -> fitting(line, onward).stream())
        .forEach(line -> page.append(line.isEmpty() ? "\\&" : escaped(line)).append('\n'));
    page.append(".fi\n");
    return this;
  }

  private Roff text(String text) {
    page.append(marked(String.join(" ", text.strip().split("\\s+")))).append('\n');
    return this;
  }

  private boolean isAfterHeading() {
    String last = page.substring(page.lastIndexOf("\n", page.length() - 2) + 1);
    return last.startsWith(".SH ") || last.startsWith(".SS ");
  }

  private static List<String> fitting(String line, String onward) {
    if (line.length() <= LITERAL_WIDTH) {
      return List.of(line);
    }
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    int comment = line.indexOf("   #");
    List<String> lines = new ArrayList<>();
    if (comment > 0) {
      lines.add(indent + line.substring(comment).strip());
      lines.addAll(fitting(line.substring(0, comment).stripTrailing(), onward));
      return lines;
    }
    int blank = blank(line, LITERAL_WIDTH - onward.length());
    if (blank <= indent.length()) {
      return List.of(line);
    }
    lines.add(line.substring(0, blank) + onward);
    lines.addAll(fitting(indent + "  " + line.substring(blank + 1), onward));
    return lines;
  }

  /// The last blank that is not between quotes.
  private static int blank(String line, int before) {
    int last = 0;
    boolean quoted = false;
    for (int i = 0; i <= before; i++) {
      quoted ^= line.charAt(i) == '\'';
      last = line.charAt(i) == ' ' && !quoted ? i : last;
    }
    return last;
  }

  /// The part of Markdown that our generated pages are written in.
  public Roff markdown(String text) {
    List<String> rest = new ArrayList<>(Arrays.asList(text.split("\n")));
    while (!rest.isEmpty()) {
      String line = rest.removeFirst();
      if (line.startsWith("```")) {
        yaml(until(rest, "```"));
      } else if (line.startsWith("## ")) {
        section(line.substring(3).replace("`", ""));
      } else if (line.startsWith("#")) {
        subsection(line.replaceFirst("#+ ", "").replace("`", ""));
      } else if (line.startsWith("| ")) {
        row(line);
      } else if (line.startsWith("- ")) {
        page.append(".IP \\(bu 2\n");
        text(line.substring(2) + " " + String.join(" ", whileIndented(rest)));
      } else if (!line.isBlank() && !line.startsWith("|---")) {
        paragraph(line + " " + String.join(" ", whilePlain(rest)));
      }
    }
    return this;
  }

  private void row(String line) {
    List<String> cells =
        Arrays.stream(line.replace("\\|", "\u0000").split("\\|"))
            .map(cell -> cell.replace('\u0000', '|').strip())
            .toList();
    if (!cells.get(1).equals("key")) {
      String standing = cells.get(3).startsWith("**") ? cells.get(3) : "default " + cells.get(3);
      item(cells.get(1) + ": " + cells.get(2), cells.get(4) + " (" + standing + ")");
    }
  }

  private static List<String> until(List<String> lines, String end) {
    List<String> taken = new ArrayList<>();
    for (String line = lines.removeFirst(); !line.equals(end); line = lines.removeFirst()) {
      taken.add(line);
    }
    return taken;
  }

  private static List<String> whileIndented(List<String> lines) {
    List<String> taken = new ArrayList<>();
    while (!lines.isEmpty() && lines.getFirst().startsWith("  ")) {
      taken.add(lines.removeFirst());
    }
    return taken;
  }

  private static List<String> whilePlain(List<String> lines) {
    List<String> taken = new ArrayList<>();
    while (!lines.isEmpty() && lines.getFirst().matches("[^`|#-].*|`[^`].*")) {
      taken.add(lines.removeFirst());
    }
    return taken;
  }

  private static String marked(String text) {
    String plain = LINK.matcher(text).replaceAll("$1");
    String bold =
        CODE.matcher(STRONG.matcher(plain).replaceAll("`$1`")).replaceAll("\u0001$1\u0002");
    return escaped(bold).replace("\u0001", "\\fB").replace("\u0002", "\\fR");
  }

  /// Every dash is one that can be copied into a shell.
  private static String escaped(String text) {
    String escaped =
        text.replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti")
            .replace("'", "\\(aq")
            .replace("…", "...")
            .replace("→", "->")
            .replace("µ", "u");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
