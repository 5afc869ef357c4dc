// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Probe;
import java.time.Duration;

/// A probe that can always be asked, with answers as a test wants them.
public record ReadyProbe(Answers answers) implements Probe {
  /// What it answers.
  public interface Answers {
    /// One sample.
    Sample sample(ProbeSpec.Question question, Duration timeout, CommandEnvironment environment);
  }

  @Override
  public void requireReady(ProbeSpec.Question question) {}

  @Override
  public Answer ask(ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    return Answer.of(answers.sample(question, timeout, environment));
  }
}
