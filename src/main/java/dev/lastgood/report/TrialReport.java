// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.SourceTrial;
import dev.lastgood.text.Sizes;
import java.nio.file.Path;
import java.util.List;

/// What came of trying a source.
public final class TrialReport {
  private TrialReport() {}

  /// What was found, and what became of it.
  ///
  /// @param file what was written of it
  public static List<Line> lines(Path file, SourceTrial trial) {
    return List.of(
        Line.of(Tone.STRONG, trial.found().path() + ": ")
            .add(Sizes.of(trial.content().size()) + ", in " + trial.found().tip().branch() + " at ")
            .add(RecordWords.commit(trial.found().commit())),
        Line.of(Tone.STRONG, file + ": ").add(Tone.GOOD, "written"));
  }
}
