// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.testkit.Roff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Writes the manual pages of section 1 from the commands: one for each.
final class ManualPages {
  private static final Path DIRECTORY = Path.of("src/main/man");

  private static final String SEE_ALWAYS = "lastgood(1), lastgood.yaml(5)";

  private ManualPages() {}

  /// File and text of every page.
  static Map<Path, String> all() {
    Map<Path, String> pages = new LinkedHashMap<>();
    CommandLine root = Root.commandLine();
    pages.put(file(root), RootManualPage.of(root));
    root.getSubcommands().values().forEach(command -> add(pages, command));
    return pages;
  }

  private static void add(Map<Path, String> pages, CommandLine command) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      pages.put(file(command), page(command));
      command.getSubcommands().values().forEach(sub -> add(pages, sub));
    }
  }

  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private static Path file(CommandLine command) {
    return DIRECTORY.resolve(name(command) + ".1");
  }

  /// The description as a list of pages has it.
  static String about(CommandLine command) {
    String text = String.join(" ", command.getCommandSpec().usageMessage().description());
    return Character.toLowerCase(text.charAt(0)) + text.substring(1).replaceFirst("\\.$", "");
  }

  private static String page(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Roff page = new Roff(name(command), 1, about(command));
    page.section("SYNOPSIS").paragraph(synopsis(command));
    page.section("DESCRIPTION")
        .paragraph(String.join(" ", command.getHelp().description().strip().split("\\s+")));
    List<String> footer = footer(spec);
    int example = example(footer);
    prose(page, footer.subList(0, example));
    options(page, spec);
    page.section("EXIT STATUS");
    if (spec.usageMessage().exitCodeList().isEmpty()) {
      page.paragraph("As all commands: see EXIT STATUS in lastgood(1).");
    } else {
      spec.usageMessage()
          .exitCodeList()
          .forEach((code, means) -> page.item("`" + code + "`", means));
    }
    page.section("EXAMPLES");
    prose(page, footer.subList(example, footer.size()));
    page.section("SEE ALSO").paragraph(neighbours(command) + SEE_ALWAYS);
    return page.toString();
  }

  static String synopsis(CommandLine command) {
    return String.join(" ", command.getHelp().synopsis(0).strip().split("\\s+"));
  }

  static void options(Roff page, CommandSpec spec) {
    page.section("OPTIONS");
    spec.positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .forEach(parameter ->
            page.item("`" + parameter.paramLabel() + "`", text(parameter.description())));
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        page.item(names(option), text(option.description()));
      }
    }
  }

  private static String names(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    String between = option.longestName().startsWith("--") ? "=" : " ";
    return option.arity().max() == 0 ? names : names + between + option.paramLabel();
  }

  /// What picocli would put in for a sign of its own.
  private static String text(String[] description) {
    return String.join(" ", description).replace("$$", "$").replace("%%", "%");
  }

  private static List<String> footer(CommandSpec spec) {
    return Arrays.stream(spec.usageMessage().footer())
        .map(line -> line.replace("$$", "$"))
        .toList();
  }

  private static int example(List<String> footer) {
    for (int i = 0; i < footer.size(); i++) {
      if (footer.get(i).startsWith("Example")) {
        return i;
      }
    }
    throw new IllegalStateException("no example in " + footer);
  }

  /// Paragraphs as they are filled in the help, and commands, which are indented there.
  private static void prose(Roff page, List<String> lines) {
    List<String> block = new ArrayList<>();
    boolean literal = false;
    for (String line : lines) {
      boolean indented = line.startsWith("  ");
      if (line.isEmpty() || indented != literal) {
        flush(page, block, literal);
        literal = indented;
      }
      if (!line.isEmpty()) {
        block.add(line);
      }
    }
    flush(page, block, literal);
  }

  private static void flush(Roff page, List<String> block, boolean literal) {
    if (!block.isEmpty() && literal) {
      page.commands(block);
    } else if (!block.isEmpty()) {
      page.paragraph(sentence(String.join(" ", block)));
    }
    block.clear();
  }

  private static String sentence(String text) {
    if (!text.startsWith("Example: ")) {
      return text.equals("Example:") ? "For example:" : text;
    }
    String rest = text.substring("Example: ".length());
    return Character.toUpperCase(rest.charAt(0)) + rest.substring(1) + ":";
  }

  private static String neighbours(CommandLine command) {
    String own = command.getCommandName();
    return Help.GROUPS.values().stream()
        .filter(group -> group.contains(own))
        .flatMap(List::stream)
        .filter(name -> !name.equals(own))
        .map(name -> "lastgood-" + name + "(1), ")
        .collect(Collectors.joining());
  }
}
