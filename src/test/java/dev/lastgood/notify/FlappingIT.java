// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.lastgood.model.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A thousand flaps of a state, told by processes that are killed, to a server that fails.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class FlappingIT {
  private static final int FLAPS = 1000;
  private static final int KILLS = 8;
  private static final List<TargetState> STATES =
      List.of(
          TargetState.GOOD,
          TargetState.GOOD,
          TargetState.WAITING,
          TargetState.WAITING,
          TargetState.STRANDED,
          TargetState.UNREACHABLE,
          TargetState.DRIFTED,
          TargetState.HELD);

  @TempDir private Path directory;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final AtomicReference<Process> process = new AtomicReference<>();
  private final AtomicInteger killsWhileDelivering = new AtomicInteger();

  /// One message, by what it is of.
  private record News(String kind, String state, String previous) {}

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void each_change_is_one_message_and_none_is_lost() throws Exception {
    List<String> seen = history();
    Path file = Files.write(directory.resolve("seen"), seen);
    Map<String, News> heard = new LinkedHashMap<>();
    int repeated;
    int killed = 0;
    try (Inbox inbox = new Inbox(this::answer)) {
      while (true) {
        process.set(start(inbox.url(), file));
        boolean isLast = killed >= KILLS;
        boolean ended =
            isLast
                ? process.get().waitFor(4, TimeUnit.MINUTES)
                : process.get().waitFor(500 + random.nextInt(500), TimeUnit.MILLISECONDS);
        if (ended && process.get().exitValue() == 0) {
          break;
        }
        process.get().destroyForcibly().waitFor();
        killed++;
      }
      for (Inbox.Request request : inbox.requests) {
        JsonObject said = request.json();
        News news = new News(text(said, "kind"), text(said, "state"), text(said, "previous"));
        News before = heard.putIfAbsent(text(said, "id"), news);
        assertThat(before == null ? news : before).as("what an id says").isEqualTo(news);
      }
      repeated = inbox.requests.size() - heard.size();
    }

    assertThat(new ArrayList<>(heard.values())).as("seed " + seed).isEqualTo(expected(seen));
    assertThat(killed).isGreaterThanOrEqualTo(KILLS);
    assertThat(killsWhileDelivering.get()).isPositive();
    assertThat(repeated).as("some failed, or were cut off by a kill").isPositive();
    System.err.printf(
        "%d flaps, %d messages, %d repeated, %d kills, %d of them while delivering%n",
        FLAPS, heard.size(), repeated, killed, killsWhileDelivering.get());
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  /// Fails now and then; and kills the process between the arrival and its knowledge of it.
  private synchronized int answer(Inbox.Request request) {
    int dice = random.nextInt(100);
    if (dice == 0 && killsWhileDelivering.get() < KILLS / 2) {
      killsWhileDelivering.incrementAndGet();
      process.get().destroyForcibly();
    }
    return dice < 10 ? 503 : 200;
  }

  private Process start(String url, Path seen) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FlappingProgram.class.getName(),
            directory.toString(),
            url,
            seen.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  /// What is seen hour by hour; now and then nothing changes for days.
  private List<String> history() {
    List<String> seen = new ArrayList<>();
    String last = "";
    int flaps = 0;
    while (flaps < FLAPS) {
      String next = STATES.get(random.nextInt(STATES.size())) + " blob" + random.nextInt(2);
      flaps += next.equals(last) ? 0 : 1;
      int hours = random.nextInt(40) == 0 ? 60 : 1;
      for (int hour = 0; hour < hours; hour++) {
        seen.add(next);
      }
      last = next;
    }
    return seen;
  }

  /// What somebody must hear of that, as simply as it can be said.
  private static List<News> expected(List<String> seen) {
    List<News> expected = new ArrayList<>();
    String known = "";
    List<String> path = new ArrayList<>();
    Duration told = Duration.ZERO;
    Duration now = Duration.ZERO;
    for (String each : seen) {
      TargetState state = TargetState.valueOf(each.split(" ")[0]);
      boolean isOver = state == TargetState.GOOD || state == TargetState.HELD;
      boolean isTold = FlappingProgram.ON.contains(state);
      boolean isDue = now.minus(told).compareTo(FlappingProgram.REMIND) >= 0;
      String previous = String.join(", ", path);
      if (isTold && !each.equals(known)) {
        expected.add(new News("changed", state.word(), previous));
        step(path, state.word());
        known = each;
        told = now;
      } else if (isTold && isDue) {
        expected.add(new News("reminder", state.word(), previous));
        told = now;
      } else if (isOver && !known.isEmpty()) {
        expected.add(new News("recovered", state.word(), previous));
        path.clear();
        known = "";
      } else if (!isOver && !isTold && !known.isEmpty()) {
        step(path, state.word());
      }
      now = now.plus(FlappingProgram.STEP);
    }
    return expected;
  }

  private static void step(List<String> path, String state) {
    if (path.isEmpty() || !path.getLast().equals(state)) {
      path.add(state);
    }
    if (path.size() > 8) {
      path.removeFirst();
    }
  }
}
