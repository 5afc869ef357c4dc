// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.ProbeSpec.Expect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The keys of one question to a service.
final class QuestionKeys {
  /// The word for an advancing field that a preset names and a target does without.
  static final String NONE = "none";

  static final Key<List<String>> COMMAND =
      Key.choice(
          "command",
          Scalars.COMMAND,
          "A program to ask: exit 0 is green. `{file}` is the destination.");
  static final Key<String> SYSTEMD =
      Key.choice(
          "systemd",
          new Section<>(
              "systemd's own view.",
              List.of(ActivateKeys.UNIT),
              fields -> fields.get(ActivateKeys.UNIT)),
          "The unit is active: proves little, but more than nothing.");
  static final Key<String> BODY =
      Key.optional("body", Scalars.TEXT, "no body", "The request's body, sent as UTF-8.")
          .with(RequestKeys.HTTP);
  static final Key<String> ADVANCING =
      Key.optional(
              "advancing",
              Scalars.TEXT,
              "nothing must change",
              "A field of the answer that must take two values at least while the probe is green;"
                  + " `none` undoes that of a preset. One question of a probe at"
                  + " most has one.")
          .with(RequestKeys.HTTP);
  static final Key<List<String>> HOLDS =
      Key.defaulted(
              "holds",
              Scalars.TEXTS,
              "[]",
              "Fields of the answer of which one must be the file, byte for byte. In the paths of"
                  + " `json` and `final`, `{holder}` is the object that field is in.")
          .with(RequestKeys.HTTP);
  static final Key<Map<String, FieldTest>> FINAL =
      Key.defaulted(
              "final",
              FieldTestKeys.FIELDS,
              "{}",
              "What makes an answer red for good, each by itself, as in `{\"errors[*]\": {some:"
                  + " {level: fatal}}}`: the content is rolled back at once.")
          .with(RequestKeys.HTTP);

  static final Key<List<String>> TELL =
      Key.defaulted(
              "tell",
              Scalars.TEXTS,
              "[]",
              "Fields of the answer whose values are told with it, in the log, in `status` and in"
                  + " the record: how far something has come, say.")
          .with(RequestKeys.HTTP);
  private static final Key<Duration> AT_MOST =
      Key.optional(
          "at-most",
          Scalars.AGE,
          "as long as it is not green",
          "How long after the last change of this file it is waited for.");

  private static final List<Key<?>> KEYS =
      List.of(
          RequestKeys.HTTP,
          COMMAND,
          SYSTEMD,
          RequestKeys.METHOD,
          RequestKeys.HEADERS,
          RequestKeys.BEARER,
          BODY,
          RequestKeys.STATUS,
          RequestKeys.JSON,
          ADVANCING,
          HOLDS,
          FINAL,
          TELL);

  /// A question, as one of several.
  static final Section<ProbeSpec.Question> SECTION =
      new Section<>(
          "One question.",
          KEYS,
          Choice.exactlyOne(RequestKeys.HTTP, COMMAND, SYSTEMD),
          QuestionKeys::question);

  static final Many<ProbeSpec.Question> LIST =
      new Many<>(SECTION, "a list of questions", "start each with '- '");

  /// What is waited for.
  static final Many<Consumer.Wait> WAITS =
      new Many<>(
          new Section<>(
              "One question that is waited for.",
              Stream.concat(KEYS.stream(), Stream.of(AT_MOST)).toList(),
              Choice.exactlyOne(RequestKeys.HTTP, COMMAND, SYSTEMD),
              QuestionKeys::waitFor),
          "a list of questions",
          "start each with '- '");

  private QuestionKeys() {}

  /// As one of several, so that what comes of it says which it was.
  private static Consumer.Wait waitFor(Fields fields) {
    ProbeSpec.Question question = question(fields);
    if (question.advancing().isPresent()) {
      fields.reject(ADVANCING, "is asked once, and sees nothing advance", "remove the line");
    }
    return new Consumer.Wait(new ProbeSpec.All(List.of(question)), fields.find(AT_MOST));
  }

  static ProbeSpec.Question question(Fields fields) {
    Optional<ProbeSpec.Question> systemd = fields.find(SYSTEMD).map(ProbeSpec.Systemd::new);
    return systemd.orElseGet(() ->
        fields.find(COMMAND).isPresent()
            ? new ProbeSpec.Command(fields.argv(COMMAND))
            : http(fields));
  }

  private static ProbeSpec.Http http(Fields fields) {
    refuseHolder(fields, RequestKeys.JSON);
    refuseHolder(fields, FINAL);
    return new ProbeSpec.Http(
        RequestKeys.request(fields, BODY),
        new Expect(
            Set.copyOf(fields.get(RequestKeys.STATUS)),
            fields.get(RequestKeys.JSON),
            fields.find(ADVANCING).filter(field -> !field.equals(NONE)),
            fields.get(HOLDS),
            fields.get(FINAL),
            fields.get(TELL)));
  }

  /// Nothing is ever found below it where no field must be the file.
  private static void refuseHolder(Fields fields, Key<Map<String, FieldTest>> key) {
    if (fields.get(HOLDS).isEmpty()
        && fields.get(key).keySet().stream().anyMatch(path -> path.contains(Expect.HOLDER))) {
      fields.reject(
          key, Expect.HOLDER + " goes with 'holds' only", "name the field that must be the file");
    }
  }

  /// Several questions as one.
  static ProbeSpec.Question all(Fields fields, Key<List<ProbeSpec.Question>> key) {
    List<ProbeSpec.Question> each = fields.get(key);
    if (each.isEmpty()) {
      fields.reject(key, "asks nothing", "name a question, or remove the line");
    }
    return new ProbeSpec.All(each);
  }
}
