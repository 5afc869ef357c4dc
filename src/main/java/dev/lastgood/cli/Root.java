// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.Nearest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The root command `lastgood`; every verb is a subcommand.
@Command(
    name = "lastgood",
    description = "Keeps a running service on the last good version of a file in Git.",
    versionProvider = VersionCommand.class,
    subcommands = {
      StatusCommand.class,
      ShowDeployedCommitCommand.class,
      LogCommand.class,
      ReportCommand.class,
      ShowCommand.class,
      DiffCommand.class,
      SyncCommand.class,
      WatchCommand.class,
      RollbackCommand.class,
      QuarantineCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      AcceptRewriteCommand.class,
      InitCommand.class,
      CheckConfigCommand.class,
      DoctorCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      VerifyCommand.class,
      PushCommand.class,
      NotifyCommand.class,
      UploadPackCommand.class,
      SchemaCommand.class,
      DemoCommand.class,
      HelpCommand.class,
      VersionCommand.class,
      CompleteCommand.class,
    })
final class Root {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration; else $$LASTGOOD_CONFIG, else /etc/lastgood.yaml.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      converter = OutputFormat.Names.class,
      completionCandidates = OutputFormat.Names.class,
      scope = ScopeType.INHERIT,
      description = "How data is written to stdout: text (for people) or json.")
  private OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it by name
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version and commit, and exit.")
  @SuppressWarnings("UnusedVariable") // as above
  private boolean version;

  static int run(Environment environment, String... args) {
    Environment.Streams streams = environment.streams();
    CommandLine line =
        commandLine()
            .setOut(streams.out())
            .setErr(streams.err())
            .setColorScheme(Help.colours(streams.style()))
            .setParameterExceptionHandler((wrong, _) -> usage(wrong, new Console(streams)))
            .setExecutionStrategy(parsed -> execute(parsed, environment));
    return line.execute(args);
  }

  Optional<Path> config() {
    return config;
  }

  /// All commands, with their help, as yet without a world to run in.
  static CommandLine commandLine() {
    return Help.in(new CommandLine(new Root()));
  }

  private static int execute(ParseResult parsed, Environment environment) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult verb = parsed;
    while (verb.hasSubcommand()) {
      verb = verb.subcommand();
    }
    CommandLine line = verb.commandSpec().commandLine();
    Root globals = parsed.commandSpec().commandLine().getCommand();
    Session session = new Session(environment, globals.config, globals.output);
    if (line.<Object>getCommand() instanceof Verb command) {
      return new Errors(session.console()).guard(command, session).code();
    }
    return usage(new ParameterException(line, "A command is missing."), session.console());
  }

  private static int usage(ParameterException wrong, Console console) {
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    List<String> verbs = Help.shown(line);
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().getFirst();
      boolean option = unmatched.isUnknownOption();
      if (option || !verbs.isEmpty()) {
        Collection<String> known = option ? line.getCommandSpec().optionsMap().keySet() : verbs;
        console.complain(
            "",
            name + " has no " + (option ? "option " : "command ") + argument + ".",
            Nearest.hint(argument, known.stream().sorted().toList()));
        return ExitCode.USAGE.code();
      }
    }
    console.complain("", String.valueOf(wrong.getMessage()), Help.hint(wrong));
    return ExitCode.USAGE.code();
  }
}
