// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.MessageField;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.TargetState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Messages and standings for tests.
final class Messages {
  static final Instant AT = Instant.parse("2026-11-26T03:00:00Z");

  private Messages() {}

  /// With all that a commit's author can bring into one: each part has its full length.
  static Message hostile() {
    String foreign =
        "--exec=x <!channel> @all \"quoted\" \\ {id} ``` $(reboot) %s&title=x ünïcödé 🚂 </b>";
    String full = (foreign + " ").repeat(9).substring(0, 249) + "…";
    Facts facts =
        new Facts(
            "the branch's content is in quarantine, the last good is live",
            Map.of(
                MessageField.SEVERITY, "notice",
                MessageField.LIVE, full,
                MessageField.WAITS, full,
                MessageField.WHY, full,
                MessageField.NEXT, full,
                MessageField.SINCE, "2026-11-26 02:58:11 CET",
                MessageField.LINK, "https://git.example.org/fit/commit/" + "0".repeat(40)));
    return message(Kind.CHANGED, standing("powersync", TargetState.WAITING, "", facts));
  }

  /// One that says only what each does.
  static Message plain(Kind kind) {
    Facts facts =
        new Facts(
            "as it should be",
            Map.of(MessageField.SEVERITY, "fine", MessageField.LIVE, "3f9c2ab1d0 \"Mend it\""));
    return message(kind, standing("powersync", TargetState.GOOD, "", facts));
  }

  private static Message message(Kind kind, Standing standing) {
    return new MessageText("web-arm", () -> ZoneOffset.UTC)
        .of(
            new MessageText.Occasion(kind, "0f3ab1c29d5e6f70", AT),
            standing,
            List.of("waiting"),
            0);
  }

  /// How a target stands.
  static Standing standing(String target, TargetState state, String about, Facts facts) {
    return new Standing(
        target,
        state.word(),
        about,
        notifier -> TargetStanding.effect(state, notifier),
        () -> facts);
  }

  static Standing standing(String target, TargetState state, String about) {
    return standing(
        target, state, about, new Facts("so it is", Map.of(MessageField.SEVERITY, "notice")));
  }

  static Recipient recipient(Notifier notifier) {
    return Recipient.all(List.of(notifier)).getFirst();
  }
}
