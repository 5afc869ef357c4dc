// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that only one process at a time may do with a state directory.
public record ExclusiveWork(Equipment equipment, Path state) {
  private static final Logger LOG = LoggerFactory.getLogger(ExclusiveWork.class);

  /// Does the work when no other pass is running.
  ///
  /// @throws RequestFailed when one is, or when the host or the state directory is not as it should
  ///   be
  public <T> T run(Work<T> work) throws RequestFailed {
    try (Lock.Held _ = take()) {
      equipment.preconditions().note();
      tidy();
      return work.done();
    } catch (StepFailed e) {
      throw new RequestFailed(e.failure().step().word(), e.failure());
    }
  }

  /// Does work that is about something, when no other pass is running.
  public <T> T about(Subject subject, Subject.Work<T> work) throws RequestFailed {
    return run(() -> subject.ask(work));
  }

  private Lock.Held take() throws StepFailed, RequestFailed {
    equipment.preconditions().demand();
    return switch (equipment.lock().take()) {
      case Lock.Held held -> held;
      case Lock.Busy(String holder) ->
          throw new RequestFailed(
              "",
              Failure.retry(
                  Step.LOCK,
                  "another pass holds the lock of " + state + ": " + holder,
                  "wait for it to end, or see what it does with journalctl or ps"));
    };
  }

  /// A record that can't be tidied is left as it is: whoever reads it says what is wrong.
  private void tidy() {
    try {
      equipment.archive().tidy();
    } catch (StepFailed e) {
      LOG.atDebug().addKeyValue("why", e.failure().message()).log("the record is left as it is");
    }
  }

  public interface Work<T> {
    T done() throws RequestFailed;
  }
}
