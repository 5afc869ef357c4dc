// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.sync.StepFailed;
import dev.lastgood.sync.Time;
import dev.lastgood.model.Remedy;
import dev.lastgood.state.PassLock;
import java.nio.file.Path;
import java.util.Optional;

/// The turnstile at a state directory: its lock.
final class StateTurnstile implements Turnstile {
  private final Path stateDirectory;
  private final Time time;
  private String holder = "";

  StateTurnstile(Path stateDirectory, Time time) {
    this.stateDirectory = stateDirectory;
    this.time = time;
  }

  @Override
  public Optional<Passage> enter() throws StepFailed {
    try {
      PassLock lock = PassLock.take(stateDirectory, time.now());
      return Optional.of(lock::close);
    } catch (StepFailed e) {
      if (e.failure().remedy() != Remedy.RETRY) {
        throw e;
      }
      holder = e.failure().message().replaceFirst("^[^:]*: ", "");
      return Optional.empty();
    }
  }

  @Override
  public boolean isTaken() {
    return PassLock.isHeld(stateDirectory);
  }

  @Override
  public String holder() {
    return holder;
  }
}
