// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.StepFailed;

/// Names the target or the source in whatever goes wrong with it.
final class About {
  private About() {}

  /// Does something with a target.
  static <T> T target(Target target, Work<T> work) throws Declined {
    return named("target " + target.name(), work);
  }

  /// Does something with a source.
  static <T> T source(Source source, Work<T> work) throws Declined {
    return named("source " + source.name(), work);
  }

  private static <T> T named(String subject, Work<T> work) throws Declined {
    try {
      return work.done();
    } catch (StepFailed e) {
      Failure failure = e.failure();
      throw new Declined(
          exitCode(failure),
          isReading(failure) ? subject : subject + ", " + failure.step().word(),
          failure.message(),
          failure.hint());
    }
  }

  /// A pass has a budget for a source that is out of reach; a person who asks now has none.
  private static ExitCode exitCode(Failure failure) {
    boolean reaching = failure.step() == Step.LOOK || failure.step() == Step.FETCH;
    return reaching && failure.remedy() == Remedy.RETRY
        ? ExitCode.UNAVAILABLE
        : ExitCode.of(failure);
  }

  /// Reading the record is a pass's business when it recovers; here it is nobody's step.
  private static boolean isReading(Failure failure) {
    return failure.step() == Step.RECOVER;
  }

  /// Something that ports may fail at.
  interface Work<T> {
    /// Does it.
    T done() throws StepFailed, Declined;
  }
}
