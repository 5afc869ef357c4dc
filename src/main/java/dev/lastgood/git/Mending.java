// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.Optional;

/// Reads from mirrors, and mends those that turn out to be broken by fetching them anew, once.
///
/// @param clones the mirrors
record Mending(ShallowClone clones) {
  /// Something to find out.
  interface Reading<T> {
    /// Finds it out from a mirror that holds the tip.
    T from(MirrorRepository mirror) throws IOException, StepFailed;
  }

  /// What a reading finds.
  <T> T read(Source source, Tip tip, Step step, Reading<T> reading) throws StepFailed {
    try (MirrorRepository mirror = clones.holding(source, tip)) {
      return reading.from(mirror);
    } catch (Refusal e) {
      throw e.in(step);
    } catch (IOException | RuntimeException broken) {
      return once(clones.fresh(source, tip, 1), step, reading);
    }
  }

  /// What a reading finds in more of the history; empty when there is no more to be had.
  <T> Optional<T> readDeeper(Source source, Tip tip, int depth, Reading<T> reading)
      throws StepFailed {
    Optional<MirrorRepository> mirror = clones.deepened(source, tip, depth);
    return mirror.isEmpty()
        ? Optional.empty()
        : Optional.of(once(mirror.get(), Step.JUDGE, reading));
  }

  private static <T> T once(MirrorRepository opened, Step step, Reading<T> reading)
      throws StepFailed {
    try (MirrorRepository mirror = opened) {
      return reading.from(mirror);
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(opened.source(), step, e).because(e);
    }
  }
}
