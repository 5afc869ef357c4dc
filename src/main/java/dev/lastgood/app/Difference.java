// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Content;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is live, beside what the branch holds.
///
/// @param live the file's bytes
/// @param next the branch's bytes
/// @param report what the target's checks say of these; no verdicts when nothing differs
public record Difference(
    Target target, Mirror.Found found, Optional<Content> live, Content next, Checks.Report report) {

  /// Asks the sources, reads both sides, and checks what is new, while no pass is running.
  public static List<Difference> of(ExclusiveWork work, Ports ports, List<Target> targets)
      throws RequestFailed {
    return work.run(() -> {
      List<Difference> all = new ArrayList<>();
      for (Target target : targets) {
        all.add(Subject.of(target).ask(() -> of(ports, target)));
      }
      return all;
    });
  }

  private static Difference of(Ports ports, Target target) throws StepFailed {
    Source source = target.source();
    Optional<Content> live = ports.destination().look(target.place());
    Mirror.Tip tip = ports.mirror().look(source);
    Mirror.Found found = ports.mirror().locate(source, tip, target.path());
    if (live.map(Content::blob).equals(Optional.of(found.blob()))) {
      Checks.Report none = new Checks.Report(List.of(), List.of());
      return new Difference(target, found, live, live.get(), none);
    }
    Content next = ports.mirror().read(source, found, target.gate().maxSize());
    Checks.Report report = new FileCheck(ports.checks()).on(target, next, live, found.commit());
    return new Difference(target, found, live, next, report);
  }

  /// Whether the branch holds something else than what is live.
  public boolean isDifferent() {
    return !live.equals(Optional.of(next));
  }
}
