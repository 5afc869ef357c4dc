// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.sync.PassRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The few command lines that a timer or a unit has, `[--config FILE] sync [TARGET…]`, with the
/// options of `sync`.
///
/// Reading them takes picocli as long as the rest of a quiet pass. Whatever is not plainly one of
/// them, wrong or right, is left to picocli, which then means the same by it.
///
/// @param config the configuration that was named
record TimerLine(Optional<Path> config, SyncCommand command) {
  private static final String CONFIG = "--config";

  /// Reads a command line; nothing when it is for picocli to read.
  static Optional<TimerLine> of(String... args) {
    Reading reading = new Reading();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String word = words.next();
      boolean understood =
          switch (word) {
            case CONFIG -> words.hasNext() && reading.config(words.next());
            case "--boot" -> reading.option(PassRequest.Option.BOOT);
            case "--dry-run" -> reading.option(PassRequest.Option.DRY_RUN);
            case "--retry" -> reading.option(PassRequest.Option.RETRY);
            default ->
                word.startsWith(CONFIG + "=")
                    ? reading.config(word.substring(CONFIG.length() + 1))
                    : reading.name(word);
          };
      if (!understood) {
        return Optional.empty();
      }
    }
    return reading.line();
  }

  int run(Environment environment) {
    Session session = new Session(environment, config, OutputFormat.TEXT);
    return new Errors(session.console()).guard(command, session).code();
  }

  /// What was read so far. Each part is refused when it comes twice or where picocli could see more
  /// in it than a name.
  private static final class Reading {
    private Optional<Path> config = Optional.empty();
    private boolean sync;
    private final Set<PassRequest.Option> options = EnumSet.noneOf(PassRequest.Option.class);
    private final List<String> targets = new ArrayList<>();

    /// A file without a slash could be named like a command, which picocli takes for one.
    boolean config(String file) {
      if (config.isPresent() || !isPlain(file) || !file.contains("/")) {
        return false;
      }
      config = Optional.of(Path.of(file));
      return true;
    }

    boolean option(PassRequest.Option option) {
      return sync && options.add(option);
    }

    boolean name(String word) {
      if (!isPlain(word)) {
        return false;
      }
      if (sync) {
        return targets.add(word);
      }
      sync = word.equals("sync");
      return sync;
    }

    Optional<TimerLine> line() {
      return sync
          ? Optional.of(new TimerLine(config, new SyncCommand(targets, options)))
          : Optional.empty();
    }

    /// Letters, digits and what is in paths: no option, no file of arguments, nothing quoted.
    private static boolean isPlain(String word) {
      return !word.isEmpty() && !word.startsWith("-") && word.chars().allMatch(Reading::isPlain);
    }

    private static boolean isPlain(int c) {
      return Character.isLetterOrDigit(c) || c == '/' || c == '.' || c == '-' || c == '_';
    }
  }
}
