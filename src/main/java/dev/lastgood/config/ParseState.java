// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Auth;
import dev.lastgood.yaml.Flaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/// One reading of one file: the environment it is read in, and the problems found.
final class ParseState {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\$)?\\{([^}]*)(}?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// systemd sets this in a unit only. Outside of one, what needs no secret must work all the same:
  /// an operator's `log`, a build's `check-config`. What needs it then finds no such file, and says
  /// so with this path.
  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

  private static final String NO_CREDENTIALS = Auth.NOT_GIVEN.toString();

  private final String file;
  private final Map<String, String> environment;
  private final List<Flaw> flaws = new ArrayList<>();

  ParseState(String file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /// The file's path, as it was given.
  String file() {
    return file;
  }

  void reject(Mark mark, String message, String hint) {
    reject(new Flaw(mark.getLine() + 1, mark.getColumn() + 1, message, hint));
  }

  void reject(Flaw flaw) {
    flaws.add(flaw);
  }

  /// What was found so far, in the file's order.
  List<ConfigRejected.Problem> problems() {
    return flaws.stream()
        .sorted(Comparator.comparingInt(Flaw::line).thenComparingInt(Flaw::column))
        .map(flaw ->
            new ConfigRejected.Problem(
                file + ":" + flaw.line() + ":" + flaw.column(), flaw.message(), flaw.hint()))
        .distinct()
        .toList();
  }

  Optional<String> expand(String text, Location at) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      Optional<String> value =
          matcher.group(1) == null
              ? value(matcher.group(2), matcher.group(3), at)
              : Optional.of(matcher.group().substring(1)); // $${ stands for ${
      complete &= value.isPresent();
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value.orElse("")));
    }
    matcher.appendTail(expanded);
    return complete ? Optional.of(expanded.toString()) : Optional.empty();
  }

  private Optional<String> value(String name, String brace, Location at) {
    if (brace.isEmpty() || !NAME.matcher(name).matches()) {
      at.reject("'${' does not start a ${NAME} here", "write $${ for the two characters ${");
      return Optional.empty();
    }
    @Nullable String value = environment.get(name);
    if (value == null && name.equals(CREDENTIALS)) {
      return Optional.of(NO_CREDENTIALS);
    }
    if (value == null) {
      at.reject(
          "the environment has no variable " + name,
          "set it, or write $${" + name + "} when no variable is meant");
    }
    return Optional.ofNullable(value);
  }
}
