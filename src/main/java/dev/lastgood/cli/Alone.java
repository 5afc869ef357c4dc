// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Failure;
import dev.lastgood.sync.Archive;
import dev.lastgood.sync.HostPreconditions;
import dev.lastgood.sync.Lock;
import dev.lastgood.sync.StepFailed;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that only one process at a time may do with a state directory.
final class Alone {
  private static final Logger LOG = LoggerFactory.getLogger(Alone.class);

  private final Archive archive;
  private final HostPreconditions footing;
  private final Lock turnstile;
  private final String state;

  private Alone(Archive archive, HostPreconditions footing, Lock turnstile, String state) {
    this.archive = archive;
    this.footing = footing;
    this.turnstile = turnstile;
    this.state = state;
  }

  static Alone in(Session session) throws ConfigRejected {
    Equipment equipment = session.equipment();
    return new Alone(
        equipment.archive(),
        equipment.preconditions(),
        equipment.lock(),
        session.config().stateDirectory().toString());
  }

  /// Does the work when no other pass is running.
  ///
  /// @throws Declined when one is, or when the host or the state directory is not as it should be
  <T> T run(Work<T> work) throws Declined {
    try (Lock.Passage _ = enter()) {
      note();
      tidy();
      return work.done();
    }
  }

  private Lock.Passage enter() throws Declined {
    Optional<Lock.Passage> passage;
    try {
      footing.demand();
      passage = turnstile.enter();
    } catch (StepFailed e) {
      throw declined(e.failure());
    }
    if (passage.isPresent()) {
      return passage.get();
    }
    String holder = turnstile.holder();
    throw new Declined(
        ExitCode.LOCKED,
        "",
        "another pass holds the lock of " + state + (holder.isEmpty() ? "." : ": " + holder),
        "wait for it to end, or see what it does with journalctl or ps");
  }

  private void note() throws Declined {
    try {
      footing.note();
    } catch (StepFailed e) {
      throw declined(e.failure());
    }
  }

  /// A record that can't be used is told by whoever needs it.
  private void tidy() {
    try {
      archive.tidy();
    } catch (StepFailed e) {
      LOG.atDebug().addKeyValue("why", e.failure().message()).log("the record is left as it is");
    }
  }

  private static Declined declined(Failure failure) {
    return new Declined(
        ExitCode.of(failure), failure.step().word(), failure.message(), failure.hint());
  }

  /// What is done under the lock.
  interface Work<T> {
    /// Does it.
    T done() throws Declined;
  }
}
