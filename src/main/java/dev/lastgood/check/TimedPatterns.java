// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The keywords with patterns, held to a deadline: a pattern that backtracks can take years for a
/// short text. Each is tried on texts that ask for the time first; what the trial survives, the
/// library's own keyword may judge.
record TimedPatterns(Deadline deadline) implements EvaluatorFactory {
  private static final EvaluatorFactory LIBRARY =
      new Dialects.Draft2020Dialect().getEvaluatorFactory();

  @Override
  public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
    Optional<Trial> trial =
        switch (keyword) {
          case "pattern" ->
              value.isString()
                  ? Optional.of(
                      new Trial(compiled(List.of(value.asString())), TimedPatterns::text, deadline))
                  : Optional.empty();
          case "patternProperties" ->
              value.isObject()
                  ? Optional.of(
                      new Trial(compiled(value.asObject().keySet()), TimedPatterns::keys, deadline))
                  : Optional.empty();
          default -> Optional.empty();
        };
    return trial.flatMap(before ->
        LIBRARY.create(context, keyword, value).map(evaluator -> new Timed(before, evaluator)));
  }

  private static List<Pattern> compiled(Collection<String> texts) {
    return texts.stream().map(Pattern::compile).toList();
  }

  private static Collection<String> text(JsonNode node) {
    return node.isString() ? List.of(node.asString()) : List.of();
  }

  private static Collection<String> keys(JsonNode node) {
    return node.isObject() ? node.asObject().keySet() : List.of();
  }

  private record Timed(Trial trial, Evaluator evaluator) implements Evaluator {
    @Override
    public Result evaluate(EvaluationContext context, JsonNode node) {
      trial.of(node);
      return evaluator.evaluate(context, node);
    }

    @Override
    public int getOrder() {
      return evaluator.getOrder();
    }
  }

  private record Trial(
      List<Pattern> patterns, Function<JsonNode, Collection<String>> texts, Deadline deadline) {
    private void of(JsonNode node) {
      texts.apply(node).forEach(text -> of(text, node));
    }

    private void of(String text, JsonNode node) {
      for (Pattern pattern : patterns) {
        try {
          boolean _ = pattern.matcher(new TimedText(text, deadline)).find();
        } catch (StackOverflowError _) {
          throw new TooDeep(
              ("the pattern %s needs more stack than there is for a text of %s characters"
                      + " at %s")
                  .formatted(
                      pattern,
                      text.length(),
                      node.getJsonPointer().isEmpty() ? "the root" : node.getJsonPointer()));
        }
      }
    }
  }

  /// A text whose every character costs a look at the clock.
  private record TimedText(String text, Deadline deadline) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      deadline.check();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A pattern recurses for each character, and there are too many.
  static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeep(String message) {
      super(message);
    }
  }
}
