// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.state.PassLock;
import java.nio.file.Path;
import java.util.Optional;

/// The turnstile at a state directory: its lock.
final class StateTurnstile implements Turnstile {
  private final Path stateDirectory;

  StateTurnstile(Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  @Override
  public Optional<Passage> enter() throws StepFailed {
    return PassLock.take(stateDirectory).map(lock -> lock::close);
  }

  @Override
  public String holder() {
    return PassLock.holder(stateDirectory);
  }
}
