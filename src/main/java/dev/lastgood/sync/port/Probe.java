// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import java.time.Duration;

/// One question to the service.
public interface Probe {
  /// Whether the question could be asked, whatever the answer would be, as far as that can be
  /// known: its program is there, its secrets can be read. Asks the service nothing.
  ///
  /// @throws StepFailed with remedy operator when something stands in the way
  void requireReady(ProbeSpec.Question question) throws StepFailed;

  /// Takes one sample. Never throws: no answer is a red sample that says why.
  ///
  /// @param timeout how long the answer may take
  Sample sample(ProbeSpec.Question question, Duration timeout, CommandEnvironment environment);
}
