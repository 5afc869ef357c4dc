// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Quarantine;
import java.util.Optional;

/// What a failure after the swap says of the content: why it must not be tried again by itself, if
/// it must not.
final class QuarantineRule {
  private QuarantineRule() {}

  /// The rule.
  ///
  /// @param known what the record says of the content by now
  /// @param excuse the reason when the failure says nothing about the content, the service being
  ///   unhealthy without it, too. That is believed once: content that fails so again stays in
  ///   quarantine
  static Optional<Quarantine.Reason> reason(
      Failure first, Known known, Optional<Quarantine.Reason> excuse) {
    return switch (first.remedy()) {
      case OPERATOR, ACCEPT_REWRITE -> Optional.empty();
      case NEW_COMMIT, RETRY, BUG ->
          switch (known) {
            case Known.Nothing() -> excuse.or(() -> Optional.of(Quarantine.Reason.FAILED));
            case Known.Quarantined _ -> Optional.of(Quarantine.Reason.FAILED);
            case Known.Judged(Optional<Quarantine.Reason> reason) -> reason;
          };
    };
  }

  /// What the record says of content that failed.
  sealed interface Known {
    /// Nothing is held against it.
    record Nothing() implements Known {}

    /// It is in quarantine, and was tried again.
    record Quarantined() implements Known {}

    /// This very failure was judged by another pass, whose way back is only gone on with.
    ///
    /// @param reason what is left of that: empty when an operator has cleared the content since
    record Judged(Optional<Quarantine.Reason> reason) implements Known {}
  }
}
