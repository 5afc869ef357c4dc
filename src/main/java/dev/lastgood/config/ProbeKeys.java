// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.model.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// The keys of a probe.
final class ProbeKeys {
  private static final Key<List<ProbeSpec.Question>> ALL =
      Key.choice(
          "all",
          QuestionKeys.LIST,
          "Several questions, asked in order: a sample is green when all of them are.");

  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout", Scalars.DURATION, "60s", "From activation until the proof must stand.");
  private static final Key<Duration> INTERVAL =
      Key.defaulted("interval", Scalars.DURATION, "500ms", "Between two samples.");
  private static final Key<Duration> SETTLE =
      Key.defaulted(
          "settle",
          Scalars.DURATION,
          "5s",
          "How long every sample must be green, without interruption and in the same process.");
  private static final Key<Integer> GIVE_UP_AFTER =
      Key.optional(
          "give-up-after",
          Scalars.COUNT,
          "the timeout alone",
          "How often it may be green and then lost, as in a crash loop, before the content is"
              + " rolled back without waiting for the timeout.");

  static final Section<ProbeSpec> SECTION =
      new Section<>(
          "How the service proves that it runs well; without one, the activation's success is the"
              + " proof.",
          List.of(
              RequestKeys.HTTP,
              QuestionKeys.COMMAND,
              QuestionKeys.SYSTEMD,
              ALL,
              TIMEOUT,
              INTERVAL,
              SETTLE,
              GIVE_UP_AFTER,
              RequestKeys.METHOD,
              RequestKeys.HEADERS,
              RequestKeys.BEARER,
              QuestionKeys.BODY,
              RequestKeys.STATUS,
              RequestKeys.JSON,
              QuestionKeys.ADVANCING,
              QuestionKeys.HOLDS,
              QuestionKeys.FINAL,
              QuestionKeys.TELL),
          Choice.exactlyOne(RequestKeys.HTTP, QuestionKeys.COMMAND, QuestionKeys.SYSTEMD, ALL),
          fields -> new ProbeSpec(question(fields), timing(fields)));

  private ProbeKeys() {}

  private static ProbeSpec.Question question(Fields fields) {
    if (fields.find(ALL).isEmpty()) {
      return QuestionKeys.question(fields);
    }
    if (fields.get(ALL).stream().filter(one -> one.advancing().isPresent()).count() > 1) {
      fields.reject(ALL, "has two advancing fields", "keep 'advancing' in one question");
    }
    return QuestionKeys.all(fields, ALL);
  }

  private static ProbeSpec.Timing timing(Fields fields) {
    ProbeSpec.Timing timing =
        new ProbeSpec.Timing(
            fields.get(TIMEOUT),
            fields.get(INTERVAL),
            fields.get(SETTLE),
            fields.find(GIVE_UP_AFTER).map(OptionalInt::of).orElse(OptionalInt.empty()));
    if (timing.settle().compareTo(timing.timeout()) >= 0) {
      fields.reject(
          SETTLE,
          "settle must be shorter than timeout, or no probe ever passes",
          "the timeout counts from activation, so leave time to start as well");
    }
    if (timing.interval().compareTo(timing.settle()) >= 0) {
      fields.reject(
          INTERVAL,
          "interval must be shorter than settle, so that there are two samples at least",
          "make the interval shorter, or settle longer");
    }
    return timing;
  }
}
