// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.Notifier;
import dev.lastgood.notify.Told.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether somebody is to be told, by what he was told before.
sealed interface Decision {
  /// He knows.
  record Known() implements Decision {}

  /// He need not be told, and what it came through is kept.
  record Noted(Trouble trouble) implements Decision {}

  /// He is told.
  ///
  /// @param trouble what he knows to be wrong after that; empty when it is over
  /// @param previous the states before, since it was well
  record Tell(Kind kind, Optional<Trouble> trouble, List<String> previous) implements Decision {}

  /// Decides.
  static Decision of(Notifier notifier, Optional<Trouble> before, Standing now, Instant at) {
    return switch (now.concern().to(notifier)) {
      case TOLD ->
          before.map(told -> again(notifier, told, now, at)).orElseGet(() -> first(now, at));
      case UNCLEAR -> before.map(told -> unclear(told, now)).orElseGet(Known::new);
      case OVER -> before.map(told -> over(told, now)).orElseGet(Known::new);
    };
  }

  private static Decision first(Standing now, Instant at) {
    Trouble trouble = new Trouble(now.state(), now.about(), List.of(now.state()), at);
    return new Tell(Kind.CHANGED, Optional.of(trouble), List.of());
  }

  private static Decision again(Notifier notifier, Trouble told, Standing now, Instant at) {
    boolean isSame = told.state().equals(now.state()) && told.about().equals(now.about());
    if (!isSame) {
      List<String> path =
          last(told).equals(now.state()) ? told.path() : Trouble.longer(told.path(), now.state());
      Trouble trouble = new Trouble(now.state(), now.about(), path, at);
      return new Tell(Kind.CHANGED, Optional.of(trouble), told.path());
    }
    return isDue(notifier, told.at(), at)
        ? new Tell(
            Kind.REMINDER,
            Optional.of(new Trouble(told.state(), told.about(), told.path(), at)),
            told.path())
        : new Known();
  }

  /// A time far in the future was a clock's mistake: nobody waits for that.
  private static boolean isDue(Notifier notifier, Instant told, Instant now) {
    return Duration.between(told, now).abs().compareTo(notifier.remind()) >= 0;
  }

  private static Decision unclear(Trouble told, Standing now) {
    return last(told).equals(now.state()) ? new Known() : new Noted(told.through(now.state()));
  }

  /// While the state is that which he was told, nothing is over: he wants to hear of others now.
  private static Decision over(Trouble told, Standing now) {
    return told.state().equals(now.state())
        ? new Known()
        : new Tell(Kind.RECOVERED, Optional.empty(), told.path());
  }

  private static String last(Trouble told) {
    return told.path().isEmpty() ? "" : told.path().getLast();
  }
}
