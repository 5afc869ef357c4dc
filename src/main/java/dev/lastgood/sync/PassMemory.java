// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Remembers what each pass came to, so that `status` knows it without another one.
///
/// A rehearsal is no pass, and neither is one that a signal stopped before anything was touched.
final class PassMemory {
  private final Ports ports;

  PassMemory(Ports ports) {
    this.ports = ports;
  }

  /// Makes a pass and remembers what it came to.
  Outcome of(Journal journal, Supplier<Outcome> pass) {
    return ports.memory().cache().together(() -> remembered(journal, pass));
  }

  private Outcome remembered(Journal journal, Supplier<Outcome> pass) {
    try {
      Outcome outcome = pass.get();
      if (!journal.order().wants(Order.Wish.DRY_RUN)) {
        remember(journal, LastPass.Result.of(outcome));
      }
      return outcome;
    } catch (CriticalSection.Stopped e) {
      throw e;
    } catch (RuntimeException | Error e) {
      remember(journal, bug(e));
      throw e;
    }
  }

  private static LastPass.Result bug(Throwable bug) {
    Failure failure = Failure.bug(Step.LOCK, bug);
    return new LastPass.Result(LastPass.Conclusion.BUG, "failed", Optional.of(failure), "");
  }

  private void remember(Journal journal, LastPass.Result result) {
    Target target = journal.target();
    StatusCache cache = ports.memory().cache();
    String configuration = LastPass.configuration(target);
    Optional<LastPass> last =
        cache.lastPass(target.name()).filter(one -> one.configuration().equals(configuration));
    Instant now = ports.time().now();
    Optional<LastPass.Find> found =
        journal
            .found()
            .map(LastPass.Find::of)
            .map(find -> known(find, last))
            .or(() -> isNothingThere(result) ? Optional.empty() : last.flatMap(LastPass::found));
    Instant since = last.filter(one -> isSame(one, result, found)).map(LastPass::since).orElse(now);
    cache.remember(
        target.name(), new LastPass(now, since, configuration, journal.newest(), result, found));
  }

  /// What is refused without having been found is no file: what the branch held before, it does not
  /// hold any more.
  private static boolean isNothingThere(LastPass.Result result) {
    return result.conclusion() == LastPass.Conclusion.REFUSED;
  }

  /// Who brought the content is known best by the pass that judged it; later ones see the tip.
  private static LastPass.Find known(LastPass.Find find, Optional<LastPass> last) {
    return last.flatMap(LastPass::found)
        .filter(before -> before.blob().equals(find.blob()))
        .map(before -> new LastPass.Find(find.tip(), find.blob(), before.cause()))
        .orElse(find);
  }

  private static boolean isSame(
      LastPass last, LastPass.Result result, Optional<LastPass.Find> found) {
    return last.result().isLike(result)
        && last.found().map(LastPass.Find::blob).equals(found.map(LastPass.Find::blob));
  }
}
