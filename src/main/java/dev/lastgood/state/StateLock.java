// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.model.Remedy;
import dev.lastgood.sync.Lock;
import dev.lastgood.sync.StepFailed;
import dev.lastgood.sync.Time;
import java.nio.file.Path;
import java.util.Optional;

/// The lock of a state directory, as the port has it.
public final class StateLock implements Lock {
  private final Path stateDirectory;
  private final Time time;
  private String holder = "";

  public StateLock(Path stateDirectory, Time time) {
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
