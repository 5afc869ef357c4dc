// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.MessageField;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Webhook;
import dev.lastgood.model.TargetState;
import dev.lastgood.model.Worded;
import dev.lastgood.text.Nearest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The keys of those who are told.
final class NotifyKeys {
  private static final Key<List<String>> COMMAND =
      Key.choice(
          "command",
          Scalars.COMMAND,
          "A program that passes the message on: exit 0 means that it did. `{summary}` and other"
              + " places in its arguments are filled, its environment has the same as"
              + " `LASTGOOD_SUMMARY`, and the message is on its standard input.");
  private static final Key<String> STDIN =
      Key.defaulted(
              "stdin",
              Scalars.TEXT,
              "\"{message}\"",
              "What is on the program's standard input, with places.")
          .with(COMMAND);
  private static final Key<Webhook> WEBHOOK =
      Key.choice("webhook", WebhookKeys.SECTION, "A server that takes messages.");
  private static final Key<List<TargetState>> ON =
      Key.defaulted(
          "on",
          new Many<>(state(), "a list of states", "write it as in [waiting, stranded]"),
          "[waiting, rewritten, failing, stale, drifted, unhealthy, stranded, lost]",
          "The states that are told, as `status` says them. That it is over is told in any case;"
              + " so is, to everybody, a unit's failure (`lastgood notify --unit`).");
  private static final Key<Duration> REMIND =
      Key.defaulted(
          "remind",
          Scalars.AGE,
          "24h",
          "After which time it is told once more that it is still so.");
  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout",
          Scalars.DURATION,
          "10s",
          "How long one delivery may take. What could not be delivered, the next pass delivers.");

  static final Key<List<Notifier>> NOTIFY =
      Key.defaulted(
          "notify",
          new Many<>(
              new Section<>(
                  "Somebody who is told once when a target's state changes.",
                  List.of(COMMAND, STDIN, WEBHOOK, ON, REMIND, TIMEOUT),
                  Choice.exactlyOne(COMMAND, WEBHOOK),
                  NotifyKeys::notifier),
              "a list of those who are told",
              "start each with '- '"),
          "[]",
          "Who is told when a target's state changes.");

  private NotifyKeys() {}

  private static Notifier notifier(Fields fields) {
    boolean isEmpty =
        fields.at(ON).node() instanceof SequenceNode list && list.getValue().isEmpty();
    if (isEmpty) {
      fields.reject(ON, "names no state", "leave it out for those that want a person");
    }
    return new Notifier(
        fields.find(WEBHOOK).<Notifier.Channel>map(it -> it).orElseGet(() -> command(fields)),
        Set.copyOf(fields.get(ON)),
        fields.get(REMIND),
        fields.get(TIMEOUT));
  }

  private static Notifier.Command command(Fields fields) {
    List<MessageTemplate> argv = fields.argv(COMMAND).stream().map(MessageTemplate::new).toList();
    argv.forEach(word -> refuseUnknown(fields.at(COMMAND), word));
    MessageTemplate stdin = new MessageTemplate(fields.get(STDIN));
    refuseUnknown(fields.at(STDIN), stdin);
    return new Notifier.Command(argv, stdin);
  }

  /// A place for which no message has anything would be sent as it stands.
  static void refuseUnknown(Location at, MessageTemplate template) {
    List<String> known = Arrays.stream(MessageField.values()).map(Worded::word).toList();
    template
        .unknown()
        .forEach(name -> at.reject("no message has '{" + name + "}'", Nearest.hint(name, known)));
  }

  /// Any but the one in which there is nothing to tell.
  private static Scalar<TargetState> state() {
    Scalar<TargetState> any = Scalars.word(TargetState.class);
    List<String> words =
        Stream.of(TargetState.values())
            .filter(state -> state != TargetState.GOOD)
            .map(Worded::word)
            .toList();
    return new Scalar<>(any.kind(), words, any.parse());
  }
}
