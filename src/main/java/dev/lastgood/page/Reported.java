// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Chain;
import java.util.Optional;

/// A target to be reported.
///
/// @param chain its entries
/// @param known how things stand with it
/// @param option what a command needs to be about the same record; empty when that is this host's
public record Reported(Chain chain, Known known, String option) {
  /// How things stand with a target.
  public sealed interface Known {
    /// As `status` says.
    record Here(TargetStatus status) implements Known {}

    /// By a copy of its record, which knows neither the file nor the service.
    record Recorded(LiveAt live) implements Known {}

    /// It could not be asked.
    record Unknown(RequestFailed why) implements Known {}
  }

  String name() {
    return chain.name();
  }

  /// The same when its record can't be read to its end.
  Reported damaged(RequestFailed why) {
    return new Reported(chain, new Known.Unknown(why), option);
  }

  /// Why it could not be asked how things stand; empty when it could.
  Optional<RequestFailed> failure() {
    return switch (known) {
      case Known.Unknown(RequestFailed why) -> Optional.of(why);
      case Known.Here _, Known.Recorded _ -> Optional.empty();
    };
  }

  /// Where it comes from by the configuration, when that is at hand.
  Optional<Source> source() {
    return switch (known) {
      case Known.Here(TargetStatus status) -> Optional.of(status.target().source());
      case Known.Recorded _, Known.Unknown _ -> Optional.empty();
    };
  }
}
