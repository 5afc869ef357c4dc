// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.report.Line;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/// What `--help` shows beyond picocli's own: commands in groups, and the exit codes.
final class Help {
  /// Every command in one group.
  static final Map<String, List<String>> GROUPS = groups();

  private Help() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put(
        "What is live",
        List.of("status", "show-deployed-commit", "log", "show", "explain", "report", "diff"));
    groups.put("Passes", List.of("sync", "watch", "rollback"));
    groups.put("Orders", List.of("quarantine", "pause", "resume", "accept-rewrite"));
    groups.put(
        "Setting up",
        List.of(
            "init",
            "check-config",
            "doctor",
            "check",
            "notify",
            "schema",
            "demo",
            "help",
            "version"));
    groups.put("The record", List.of("verify", "push", "upload-pack"));
    return groups;
  }

  /// Adds our sections to a root command and its subcommands.
  static CommandLine in(CommandLine root) {
    UsageMessageSpec usage = root.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(exitCodes());
    usage.footer(
        "",
        "diff has codes of its own: 0 same, 1 different, 2 and up errors.",
        "With several targets the most serious code wins: 7, 1, 3, 6, 5, 4, 9, 0.");
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Help::commands);
    shape(root.getCommandSpec());
    return root;
  }

  private static void shape(CommandSpec command) {
    command
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .optionListHeading("%nOptions:%n")
        .sortOptions(false)
        .width(100);
    command.subcommands().values().forEach(sub -> shape(sub.getCommandSpec()));
  }

  /// What helps whoever wrote a command line that is none: where something is missing, an example.
  static String hint(ParameterException wrong) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    String help = command.qualifiedName() + " --help";
    return wrong instanceof MissingParameterException
        ? Arrays.stream(command.usageMessage().footer())
            .filter(line -> line.startsWith("  " + command.qualifiedName() + " "))
            .findFirst()
            .map(example -> "for example: " + example.strip() + "; more: " + help)
            .orElse(help)
        : help;
  }

  /// The names of a command's subcommands, without those that only programs call.
  static List<String> shown(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
        .map(CommandLine::getCommandName)
        .toList();
  }

  /// Code and meaning, as the root help and the README show them.
  static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.DIFFERENT) {
        codes.put(String.valueOf(code.code()), code.meaning());
      }
    }
    return codes;
  }

  /// Colours as far as the terminal wants them.
  static ColorScheme colours(Line.Style style) {
    return CommandLine.Help.defaultColorScheme(style.colour() ? Ansi.ON : Ansi.OFF);
  }

  private static String commands(CommandLine.Help help) {
    StringBuilder text = new StringBuilder();
    Map<String, CommandLine.Help> present = help.subcommands();
    GROUPS.forEach((group, names) -> {
      text.append(help.createHeading("%n" + group + ":%n"));
      names.stream()
          .map(present::get)
          .filter(Objects::nonNull)
          .forEach(sub -> text.append(commandLine(help, sub.commandSpec())));
    });
    return text.toString();
  }

  private static String commandLine(CommandLine.Help help, CommandSpec spec) {
    String name = spec.name();
    String[] description = spec.usageMessage().description();
    return String.format(
        "  %s%s%s%n",
        help.colorScheme().commandText(name),
        " ".repeat(Math.max(1, 23 - name.length())),
        description.length == 0 ? "" : description[0]);
  }
}
