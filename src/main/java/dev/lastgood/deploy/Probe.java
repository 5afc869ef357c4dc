// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import java.time.Duration;

/// One question to the service.
public interface Probe {
  /// Takes one sample. Never throws: no answer is a red sample that says why.
  ///
  /// @param patience how long the answer may take
  Sample sample(ProbeSpec.Question question, Duration patience, Setting setting);
}
