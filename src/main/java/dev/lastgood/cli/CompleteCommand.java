// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.cli.Completion.Candidate;
import dev.lastgood.report.Line;
import dev.lastgood.text.Harmless;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What a shell offers when somebody presses TAB; the scripts in `share/` ask it.
///
/// One line a candidate: the word, a tab, what it means. A line `:files` means that a file's name
/// fits as well. Never an error: whoever types gets nothing, at worst, and soon.
@Command(
    name = "complete",
    hidden = true,
    description = "Print what could come next, for a shell's completion.",
    footer = {"", "Example: the entries of a target", "  lastgood complete -- show powersync ''"})
final class CompleteCommand implements Verb {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int MEANING_WIDTH = 60;

  /// Of other words a line could not tell where they end.
  private static final Pattern FORM = Pattern.compile("[^\\s\\p{Cntrl}:][^\\s\\p{Cntrl}]*");

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "The words after lastgood, the last one unfinished.")
  private List<String> words = List.of();

  @Override
  public ExitCode run(Session session) {
    FutureTask<List<String>> answer = new FutureTask<>(() -> lines(session));
    Thread.ofPlatform().daemon().start(answer);
    try {
      answer
          .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
          .forEach(line -> session.console().print(Line.of(line)));
    } catch (TimeoutException | ExecutionException _) {
      return ExitCode.OK; // a pipe for a configuration, a disk that does not answer
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private List<String> lines(Session session) {
    Completion completion = new Completion(words);
    Session about = session.about(completion.config(), variables(session));
    List<String> lines = new ArrayList<>();
    for (Candidate one : completion.candidates(new CompletionNames(about, completion.ledger()))) {
      if (FORM.matcher(one.word()).matches()) {
        String meaning = Harmless.line(one.meaning(), MEANING_WIDTH);
        lines.add(meaning.isEmpty() ? one.word() : one.word() + "\t" + meaning);
      }
    }
    if (completion.wantsFiles()) {
      lines.add(":files");
    }
    return lines;
  }

  /// A configuration that names a credential is read outside of its unit.
  private static Map<String, String> variables(Session session) {
    Map<String, String> variables = new HashMap<>(session.environment().variables());
    variables.putIfAbsent("CREDENTIALS_DIRECTORY", "/run/credentials/lastgood.service");
    return variables;
  }
}
