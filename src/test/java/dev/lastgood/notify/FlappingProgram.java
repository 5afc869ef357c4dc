// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Notifier.Method;
import dev.lastgood.model.TargetState;
import dev.lastgood.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A process that tells what it sees, one thing an hour, until it is killed. The next one begins
/// where this one was.
final class FlappingProgram {
  static final Set<TargetState> ON = Set.of(TargetState.WAITING, TargetState.STRANDED);
  static final Duration REMIND = Duration.ofHours(24);
  static final Duration STEP = Duration.ofHours(1);

  private FlappingProgram() {}

  /// Tells, until there is nothing more to see.
  ///
  /// @param args the state directory, the webhook's address, and a file with what is to be seen: on
  ///   each line a state, and what of
  public static void main(String[] args) throws IOException {
    Path state = Path.of(args[0]);
    List<String> seen = Files.readAllLines(Path.of(args[2]));
    ManualClock clock = new ManualClock();
    Notifier.Webhook webhook =
        new Notifier.Webhook(
            new Address.Given(URI.create(args[1])), Method.POST, Map.of(), new Body.Whole());
    Notifications notifications =
        new Notifications(
            List.of(new Notifier(webhook, ON, REMIND, Duration.ofSeconds(30))),
            new Notifications.Surroundings(state, "web-arm", clock, () -> ZoneOffset.UTC));
    Path progress = state.resolve("step");
    int first = Files.exists(progress) ? Integer.parseInt(Files.readString(progress)) : 0;
    clock.sleep(STEP.multipliedBy(first));
    for (int step = first; step < seen.size(); step++) {
      String[] words = seen.get(step).split(" ");
      Standing standing = Messages.standing("powersync", TargetState.valueOf(words[0]), words[1]);
      notifications.tell(
          new Letters.Agenda(List.of(standing), clock.now(), Optional.of(Set.of("powersync"))));
      clock.sleep(STEP);
      Path next = Files.writeString(state.resolve("next"), Integer.toString(step + 1));
      Files.move(next, progress, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
