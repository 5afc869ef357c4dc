// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import com.google.gson.JsonObject;
import dev.lastgood.model.Failure;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `doctor` found, in the order it looked. Whatever is not fine comes with its fix.
public final class Findings {
  private final List<Finding> all = new ArrayList<>();

  /// How serious a finding is.
  enum Gravity {
    /// As it should be.
    FINE(Tone.GOOD),
    /// Works today.
    NOTICE(Tone.WARN),
    /// Will fail tonight, if it does not now.
    WRONG(Tone.BAD);

    private final Tone tone;

    Gravity(Tone tone) {
      this.tone = tone;
    }
  }

  /// One thing that was looked at.
  ///
  /// @param subject what it is about, for example `target powersync`
  /// @param fix the command or line that mends it; empty when it is fine
  public record Finding(Gravity gravity, String subject, String sentence, String fix) {
    public List<Line> lines() {
      Line line =
          Line.of(gravity.tone, EntryText.mark(gravity.tone) + " ")
              .add(Tone.STRONG, subject + ": ")
              .add(String.join(" ", sentence.strip().lines().toList()));
      return fix.isEmpty()
          ? List.of(line)
          : List.of(line, Line.of("    fix: " + String.join(" ", fix.lines().toList())));
    }

    public JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("gravity", gravity.name().toLowerCase(Locale.ROOT));
      json.addProperty("subject", subject);
      json.addProperty("message", sentence);
      json.addProperty("fix", fix);
      return json;
    }
  }

  public void fine(String subject, String sentence) {
    all.add(new Finding(Gravity.FINE, subject, sentence, ""));
  }

  public void notice(String subject, String sentence, String fix) {
    all.add(new Finding(Gravity.NOTICE, subject, sentence, fix));
  }

  public void wrong(String subject, String sentence, String fix) {
    all.add(new Finding(Gravity.WRONG, subject, sentence, fix));
  }

  public void wrong(String subject, Failure failure) {
    wrong(subject, failure.message(), failure.hint());
  }

  public List<Finding> all() {
    return List.copyOf(all);
  }

  public boolean isAnyWrong() {
    return all.stream().anyMatch(finding -> finding.gravity() == Gravity.WRONG);
  }
}
