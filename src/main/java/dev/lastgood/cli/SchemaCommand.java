// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.report.Line;
import dev.lastgood.text.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The JSON Schemas that ship.
@Command(
    name = "schema",
    description = "Print the JSON Schema of a command's answers, or list all of them.",
    footer = {
      "",
      "Those of commands are about one line of '--output json'. configuration is the file that",
      "lastgood reads, record the record.json of an entry. All of them are in share/schema, too.",
      "",
      "Example:",
      "  lastgood schema status",
      "  lastgood schema quarantine list"
    })
final class SchemaCommand implements Verb {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..2",
      completionCandidates = Names.class,
      description = "Which one; their names when left out.")
  private List<String> words = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError {
    Names names = new Names();
    if (words.isEmpty()) {
      names.forEach(name -> session.console().print(Line.of(name)));
      return ExitCode.OK;
    }
    String name = String.join("-", words);
    if (!names.contains(name)) {
      throw new UsageError("", "there is no schema " + name + ".", Nearest.hint(name, names));
    }
    session.environment().streams().out().print(text(name)); // the file as it is
    return ExitCode.OK;
  }

  private static String text(String name) {
    String file = "schema/" + name + ".schema.json";
    try (InputStream in =
        Objects.requireNonNull(SchemaCommand.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What they are called: a command's words, joined.
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      super(
          List.of(
              "check",
              "check-config",
              "configuration",
              "diff",
              "doctor",
              "explain",
              "log",
              "notify",
              "push",
              "quarantine-clear",
              "quarantine-list",
              "record",
              "rollback",
              "show",
              "show-deployed-commit",
              "status",
              "sync",
              "verify"));
    }
  }
}
