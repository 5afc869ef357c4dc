// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.StepFailed;

/// What a request is about: it is named in whatever goes wrong with it.
public record Subject(String name) {
  /// The kept record.
  public static final Subject LEDGER = new Subject("ledger");

  public static Subject of(Target target) {
    return of(target.name());
  }

  public static Subject of(TargetName target) {
    return new Subject("target " + target);
  }

  public static Subject of(Chain chain) {
    return new Subject("target " + chain.name());
  }

  public static Subject of(Source source) {
    return new Subject("source " + source.name());
  }

  /// Does something that ports may fail at.
  public <T> T ask(Work<T> work) throws RequestFailed {
    try {
      return work.done();
    } catch (StepFailed e) {
      throw failed(e.failure());
    }
  }

  /// In a pass, reading the record is the step that recovers; outside of one it is no step.
  public RequestFailed failed(Failure failure) {
    String context = failure.step() == Step.RECOVER ? name : name + ", " + failure.step().word();
    return new RequestFailed(context, failure);
  }

  public interface Work<T> {
    T done() throws StepFailed, RequestFailed;
  }
}
