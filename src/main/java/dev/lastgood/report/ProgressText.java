// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.sync.port.Progress.Activity;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Sizes;
import java.time.Duration;
import java.util.OptionalLong;

/// How far something has come, on one line.
///
/// @param subject whose it is
/// @param done what is done of it
/// @param total what it will be in the end, as far as that is known
public record ProgressText(Activity activity, String subject, long done, OptionalLong total) {
  /// How fast it goes.
  ///
  /// @param time since it began
  /// @param rate what is done in a second, of late
  /// @param idle since anything was done
  public record Speed(Duration time, long rate, Duration idle) {}

  /// A server is called silent from here on.
  private static final Duration SILENCE = Duration.ofSeconds(3);

  public Line line(Speed speed) {
    return Line.of(
            switch (activity) {
              case ASKING -> "asking " + subject + ": " + whole(speed.time);
              case RECEIVING ->
                  "receiving from " + subject + ": " + Sizes.of(done) + ", " + pace(speed);
              case SENDING -> "sending to " + subject + ": " + counted("object", "objects");
              case VERIFYING -> "verifying " + subject + ": " + counted("entry", "entries");
            })
        .cut();
  }

  private static String pace(Speed speed) {
    return speed.idle.compareTo(SILENCE) < 0
        ? Sizes.of(speed.rate) + "/s"
        : "nothing for " + whole(speed.idle);
  }

  private static String whole(Duration time) {
    return Durations.rough(Duration.ofSeconds(time.toSeconds()));
  }

  private String counted(String one, String several) {
    String unit = done == 1 && total.isEmpty() ? one : several;
    return total.isEmpty() ? done + " " + unit : done + " of " + total.getAsLong() + " " + unit;
  }
}
