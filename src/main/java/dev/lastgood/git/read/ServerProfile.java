// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.wire.Capabilities;
import dev.lastgood.model.Way;
import java.time.Instant;
import java.util.Optional;

/// What is known of a source's server.
///
/// @param wire whether refs may be asked for by protocol version 2
/// @param agent the software, by its own word
/// @param why the reason for the way, for an operator
record ServerProfile(Way way, boolean wire, String agent, String why, Instant learned) {
  /// What a server's greeting says.
  static ServerProfile greeting(Capabilities can, Instant now) {
    String agent = printable(can.agent());
    boolean wire = can.version() == 2;
    String protocol = agent + " speaks protocol " + can.version();
    if (!can.filters()) {
      return new ServerProfile(
          Way.SHALLOW_CLONE,
          wire,
          agent,
          protocol + " and does not filter (uploadpack.allowFilter)",
          now);
    }
    Way way = wire ? Way.PATH_ONLY : Way.SHALLOW_CLONE;
    return new ServerProfile(way, wire, agent, protocol + " and filters", now);
  }

  /// A repository on this machine JGit serves itself, and lets only tips be asked for.
  static ServerProfile onThisMachine(Instant now) {
    return new ServerProfile(
        Way.SHALLOW_CLONE, false, "unknown", "a repository on this machine", now);
  }

  /// The next way down, when this one fails; empty below the last.
  Optional<ServerProfile> stepDown(String because, Instant now) {
    return switch (way) {
      case PATH_ONLY ->
          Optional.of(new ServerProfile(Way.SHALLOW_CLONE, wire, agent, because, now));
      case FILTERED, SHALLOW_CLONE -> Optional.empty();
    };
  }

  private static String printable(String word) {
    String clean = word.replaceAll("[^!-~]", "?");
    return clean.substring(0, Math.min(60, clean.length()));
  }
}
