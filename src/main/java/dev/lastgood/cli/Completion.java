// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What could stand where the cursor is, by the definitions of the commands.
///
/// An unfinished command line is no right one, so picocli can't read it; only the definitions are
/// its.
final class Completion {
  private CommandLine command = Root.commandLine();
  private final Map<String, String> given = new LinkedHashMap<>();
  private final List<String> positionals = new ArrayList<>();
  private Optional<OptionSpec> unanswered = Optional.empty();
  private boolean optionsOver;
  private final String current;

  /// One word that fits, and what it means.
  record Candidate(String word, String meaning) {}

  /// @param words those before the cursor, the program's name left out; the last one is not
  ///   finished, and may be empty
  Completion(List<String> words) {
    words.stream().limit(Math.max(0, words.size() - 1)).forEach(this::read);
    current = words.isEmpty() ? "" : words.getLast();
    unanswered = unanswered.filter(Completion::isAnswerRequired);
  }

  private void read(String word) {
    Optional<OptionSpec> answered =
        unanswered.filter(option -> isAnswerRequired(option) || Durations.parse(word).isPresent());
    unanswered = Optional.empty();
    if (answered.isPresent()) {
      given.put(answered.get().longestName(), word);
    } else if (!optionsOver && word.startsWith("-") && word.length() > 1) {
      option(word);
    } else if (positionals.isEmpty() && command.getSubcommands().containsKey(word)) {
      command = command.getSubcommands().get(word);
    } else {
      positionals.add(word);
    }
  }

  /// The one that may do without is an interval's.
  private static boolean isAnswerRequired(OptionSpec option) {
    return option.arity().min() > 0;
  }

  private void option(String word) {
    int equals = word.indexOf('=');
    if (word.equals("--")) {
      optionsOver = true;
    } else if (equals > 0) {
      given.put(word.substring(0, equals), word.substring(equals + 1));
    } else {
      unanswered =
          Optional.ofNullable(command.getCommandSpec().optionsMap().get(word))
              .filter(option -> option.arity().max() > 0);
    }
  }

  /// The configuration that the line names.
  Optional<Path> config() {
    return Optional.ofNullable(given.get("--config")).map(Path::of);
  }

  /// The copy of a record that the line names.
  Optional<String> ledger() {
    return Optional.ofNullable(given.get("--ledger"));
  }

  /// The target that the line names already.
  Optional<String> target() {
    return positionals.stream().findFirst();
  }

  /// The words that fit.
  List<Candidate> candidates(CompletionNames names) {
    return all(names).filter(one -> one.word().startsWith(current)).distinct().toList();
  }

  /// Whether the name of a file fits, too: the shell knows those.
  boolean wantsFiles() {
    return values().anyMatch(value -> value.equals("FILE") || value.equals("DIR"));
  }

  private Stream<Candidate> all(CompletionNames names) {
    Optional<OptionSpec> assigned = assigned();
    if (assigned.isPresent()) {
      String before = current.substring(0, current.indexOf('=') + 1);
      return values()
          .flatMap(value -> meant(value, names))
          .map(one -> new Candidate(before + one.word(), one.meaning()));
    }
    Stream<Candidate> values = values().flatMap(value -> meant(value, names));
    return unanswered.isPresent()
        ? values
        : Stream.of(verbs(), values, options()).flatMap(all -> all);
  }

  /// The option whose value the current word holds, as in `--output=js`.
  private Optional<OptionSpec> assigned() {
    int equals = optionsOver || !current.startsWith("--") ? -1 : current.indexOf('=');
    return equals < 0
        ? Optional.empty()
        : Optional.ofNullable(
            command.getCommandSpec().optionsMap().get(current.substring(0, equals)));
  }

  /// What kinds of values fit, as the help calls them, or the values themselves.
  private Stream<String> values() {
    Optional<OptionSpec> option = unanswered.or(this::assigned);
    return option.isPresent()
        ? kinds(option.get(), option.get().paramLabel())
        : command.getCommandSpec().positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .flatMap(this::values);
  }

  /// `[TARGET] ENTRY` is two in a row, of which the first may be left out.
  private Stream<String> values(PositionalParamSpec parameter) {
    int at = positionals.size();
    if (at >= parameter.arity().max()) {
      return Stream.empty();
    }
    String[] labels = parameter.paramLabel().replaceAll("[\\[\\]]", "").split(" ");
    int here = Math.min(at, labels.length - 1);
    return Arrays.stream(labels, here, at == 0 ? labels.length : here + 1)
        .flatMap(label -> kinds(parameter, label));
  }

  private static Stream<String> kinds(ArgSpec argument, String label) {
    @Nullable Iterable<String> words = argument.completionCandidates();
    return words == null
        ? Arrays.stream(label.split("\\|"))
        : StreamSupport.stream(words.spliterator(), false);
  }

  /// What a kind of value can be. A word in small letters stands for itself.
  private Stream<Candidate> meant(String kind, CompletionNames names) {
    return switch (kind) {
      case "TARGET" -> names.targets().stream();
      case "SOURCE" -> names.sources().stream();
      case "ENTRY" -> names.entries(target(), current).stream();
      case "BLOB" -> names.blobs(target()).stream();
      case "CODE" -> names.codes().stream();
      case "STATE" -> names.states().stream();
      case "OUTCOME" -> names.outcomes().stream();
      case "COMMAND" -> subcommands(helped());
      default ->
          kind.matches("[a-z][a-z0-9-]*") ? Stream.of(new Candidate(kind, "")) : Stream.empty();
    };
  }

  /// The command that the words after `help` name.
  private CommandLine helped() {
    CommandLine line = Root.commandLine();
    for (String word : positionals) {
      line = line.getSubcommands().getOrDefault(word, line);
    }
    return line;
  }

  private Stream<Candidate> verbs() {
    return positionals.isEmpty() ? subcommands(command) : Stream.empty();
  }

  private static Stream<Candidate> subcommands(CommandLine of) {
    return of.getSubcommands().values().stream()
        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
        .map(sub ->
            new Candidate(
                sub.getCommandName(), first(sub.getCommandSpec().usageMessage().description())));
  }

  /// Offered when they are asked for, by a dash.
  private Stream<Candidate> options() {
    return optionsOver || !current.startsWith("-")
        ? Stream.empty()
        : command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .flatMap(option ->
                Arrays.stream(option.names())
                    .map(name -> new Candidate(name, first(option.description()))));
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0].replace("$$", "$");
  }
}
