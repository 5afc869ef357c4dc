// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Content;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target's checks.
public interface Checks {
  /// Makes the target's checks in order and stops at the first that does not pass.
  ///
  /// @throws StepFailed when a copy for an external command can't be made
  Report check(Target target, Subject subject) throws StepFailed;

  /// What the verdicts rest on besides the content, as a text that differs when that does: the
  /// configuration at least, and what it names on this host. Cheap enough for a tick.
  default String basis(Target target) {
    return target.gate().text();
  }

  /// What the checks need of others than the content, asked without one: passed, with what was
  /// found, or unavailable, with what keeps it from judging well.
  default List<Verdict> readiness(Target target) {
    return List.of();
  }

  /// What is checked.
  ///
  /// @param content the bytes; what is swapped in later is written from these, not from a copy
  /// @param previous what is live, when anything is
  /// @param permissions what the source's commits permit
  /// @param copies where external commands find the same bytes
  record Subject(
      Content content, Optional<Content> previous, Permissions permissions, Copies copies) {}

  /// What the commits of a change permit, in their `Lastgood-Allow` trailers.
  ///
  /// @param given the trailers' values
  /// @param unseen why there may be others; empty when all commits were seen
  record Permissions(List<String> given, Optional<String> unseen) {
    public Permissions {
      given = List.copyOf(given);
    }

    /// Of commits that were all seen.
    public static Permissions of(List<String> given) {
      return new Permissions(given, Optional.empty());
    }
  }

  /// Copies of the content on disk, each for one command alone.
  ///
  /// A check judges, it does not edit: whatever a command does to its copy, then or later, reaches
  /// neither the next command nor the destination.
  interface Copies {
    /// Makes a copy, has it judged, and removes whatever is there then. A crash leaves the copy for
    /// the next pass to sweep.
    Verdict withCopy(Judgement judgement) throws StepFailed;
  }

  /// What an external command says of a copy.
  interface Judgement {
    /// Judges.
    ///
    /// @param copy the exact bytes on disk
    /// @param environment what the command is told, from [CommandEnvironment#variables]
    Verdict of(Path copy, Map<String, String> environment);
  }

  /// What came of it.
  ///
  /// @param verdicts one per check made; only the last one may be other than passed
  /// @param changes what the content adds, removes and changes in the service's own words
  record Report(List<Verdict> verdicts, List<String> changes) {
    public Report {
      verdicts = List.copyOf(verdicts);
      changes = List.copyOf(changes);
    }

    /// What an entry rests on, with a proof.
    public Evidence evidence(Proof proof) {
      return new Evidence(verdicts, changes, proof);
    }
  }
}
