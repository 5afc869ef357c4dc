// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.MessageField;
import dev.lastgood.text.Harmless;
import dev.lastgood.text.Moments;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Writes messages: a first line for who sees no more of it, and below it what to know and to do.
///
/// @param host as whom they are sent
/// @param zone the zone that people here read
record MessageText(String host, Supplier<ZoneId> zone) {
  /// Less than what an SMS, a lock screen or a subject shows of it.
  private static final int LONGEST_SUMMARY = 119;

  private static final int LONGEST_HOST = 40;

  private static final List<MessageField> LINES =
      List.of(
          MessageField.LIVE,
          MessageField.WAITS,
          MessageField.WHY,
          MessageField.SINCE,
          MessageField.PREVIOUS,
          MessageField.NEXT,
          MessageField.LINK,
          MessageField.TIME);

  /// The message, whole.
  ///
  /// @param previous the states before, since it was well
  /// @param missing how many messages to the same one never arrived
  Message of(Occasion occasion, Standing standing, List<String> previous, long missing) {
    Facts facts = standing.words().made();
    Map<MessageField, String> values = new EnumMap<>(MessageField.class);
    values.putAll(facts.values());
    values.put(MessageField.ID, occasion.id());
    values.put(MessageField.TIME, new Moments(occasion.at(), zone.get()).absolute(occasion.at()));
    values.put(MessageField.KIND, occasion.kind().word());
    values.put(MessageField.HOST, Harmless.line(host, LONGEST_HOST));
    values.put(MessageField.TARGET, standing.subject());
    values.put(MessageField.STATE, standing.state());
    if (!previous.isEmpty()) {
      values.put(MessageField.PREVIOUS, String.join(", ", previous));
    }
    String summary = summary(occasion.kind(), standing, facts, values);
    String details = details(values, missing);
    values.put(MessageField.SUMMARY, summary);
    values.put(MessageField.DETAILS, details);
    values.put(MessageField.MESSAGE, summary + "\n\n" + details);
    return new Message(values);
  }

  /// Why a message is written, what it is known by, and of when it is.
  record Occasion(Kind kind, String id, Instant at) {}

  private static String summary(
      Kind kind, Standing standing, Facts facts, Map<MessageField, String> values) {
    String was = values.getOrDefault(MessageField.PREVIOUS, "");
    String state = standing.state();
    String news =
        switch (kind) {
          case CHANGED -> state + ", " + facts.sentence();
          case REMINDER -> "still " + state + ", " + facts.sentence();
          case RECOVERED ->
              (facts.get(MessageField.SEVERITY).equals("fine") ? "recovered, " : "now ")
                  + state
                  + " (was "
                  + was
                  + "): "
                  + facts.sentence();
          case TEST -> facts.sentence();
        };
    String host = values.getOrDefault(MessageField.HOST, "");
    return Harmless.line("[" + host + "] " + standing.subject() + ": " + news, LONGEST_SUMMARY);
  }

  private static String details(Map<MessageField, String> values, long missing) {
    StringBuilder text = new StringBuilder();
    for (MessageField field : LINES) {
      String value = values.getOrDefault(field, "");
      if (!value.isEmpty()) {
        text.append(String.format("%-9s%s%n", field.word(), value));
      }
    }
    if (missing > 0) {
      String messages = missing == 1 ? " earlier message" : " earlier messages";
      text.append(
          String.format("%-9s%s%n", "missing", missing + messages + " could not be delivered"));
    }
    return text.toString();
  }
}
