// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.app.Observation;
import dev.lastgood.app.Severity;
import dev.lastgood.model.TargetState;
import java.util.Optional;
import java.util.Set;

/// A unit of lastgood's that has failed, as systemd tells it to what `OnFailure=` names.
///
/// @param name of the unit
/// @param why what is known besides, for example what is wrong with the configuration
public record FailedUnit(String name, End end, Optional<String> why) {
  /// Wrong usage and a lock that another pass holds are no end of a pass: no target's state says
  /// them.
  private static final Set<Integer> OF_NO_PASS = Set.of(2, 8);

  /// A bug of ours. In a pass it is a target's failure; elsewhere no target remembers it.
  private static final int BUG = 1;

  /// How it ended.
  public sealed interface End {
    /// With an exit code.
    ///
    /// @param meaning what that means
    record Exited(int status, String meaning) implements End {}

    /// Otherwise.
    ///
    /// @param result systemd's word, for example `timeout` or `oom-kill`
    /// @param detail more of it, for example the signal's name; may be empty
    record Ended(String result, String detail) implements End {}

    /// As systemd did not say.
    record Unknown() implements End {}
  }

  /// Whether it exited for what is wrong with a target, which is told as that target's state.
  boolean isExplainedBy(Observation observed) {
    return switch (end) {
      case End.Exited(int status, _) ->
          !OF_NO_PASS.contains(status)
              && observed.targets().stream().anyMatch(target -> explains(status, target.state()));
      case End.Ended _, End.Unknown _ -> false;
    };
  }

  private static boolean explains(int status, TargetState state) {
    return status == BUG ? state == TargetState.FAILING : Severity.of(state) != Severity.FINE;
  }

  /// In a sentence.
  String sentence() {
    return switch (end) {
      case End.Exited(int status, String meaning) -> "exit code " + status + ": " + meaning;
      case End.Ended(String result, String detail) ->
          "it ended by " + result + (detail.isEmpty() ? "" : " (" + detail + ")");
      case End.Unknown() -> "systemd did not say how";
    };
  }

  /// The same without words.
  String about() {
    return switch (end) {
      case End.Exited(int status, _) -> "exit " + status;
      case End.Ended(String result, _) -> result;
      case End.Unknown() -> "";
    };
  }
}
