// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One pass over each of several targets.
///
/// @param after tells of it when they are over; empty when nobody wants to know
public record Sync(ExclusiveWork exclusive, Optional<AfterPasses> after) {
  /// Makes them, and tells who is to know of it. A rehearsal is told to nobody.
  ///
  /// @param tell is given each result as soon as it is there
  /// @return what `tell` made of them
  public <T> List<T> run(List<Target> targets, PassRequest request, Function<PassResult, T> tell)
      throws RequestFailed {
    if (after.isEmpty() || request.has(PassRequest.Option.DRY_RUN)) {
      return make(targets, request, tell);
    }
    List<PassResult> results = new ArrayList<>();
    List<T> told;
    try {
      told =
          make(
              targets,
              request,
              result -> {
                results.add(result);
                return tell.apply(result);
              });
    } catch (RequestFailed e) {
      after.get().tell(Passes.none(e));
      throw e;
    }
    after.get().tell(new Passes.Made(results));
    return told;
  }

  /// Makes them, one after the other, until a signal arrives.
  private <T> List<T> make(List<Target> targets, PassRequest request, Function<PassResult, T> tell)
      throws RequestFailed {
    return exclusive.run(() -> {
      List<T> told = new ArrayList<>();
      for (Target target : targets) {
        try {
          told.add(tell.apply(pass(target, request)));
        } catch (CriticalSection.Stopped e) {
          told.add(tell.apply(new PassResult.Stopped(target, String.valueOf(e.getMessage()))));
          return told;
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
          // A bug that one target meets is no reason to leave the others where they are.
          told.add(tell.apply(new PassResult.Broken(target, e)));
        }
      }
      return told;
    });
  }

  private PassResult.Done pass(Target target, PassRequest request) {
    return PassResult.Done.timed(
        target,
        request,
        exclusive.equipment().ports().time(),
        () -> exclusive.equipment().deployer().pass(target, request));
  }

  /// Whether there is a file to start on. The file itself decides: the record may be what failed.
  public boolean hasUsableFile(Target target) {
    try {
      return exclusive.equipment().ports().destination().look(target.place()).isPresent();
    } catch (StepFailed _) {
      return false;
    }
  }
}
