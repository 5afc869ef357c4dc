// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import dev.lastgood.sync.port.Traffic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Adds up what exchanges with each remote took.
public final class TrafficMeter {
  private final Map<Remote, Traffic> spent = new ConcurrentHashMap<>();

  /// From here on it is counted anew.
  public void forget(Remote remote) {
    spent.remove(remote);
  }

  /// What they took so far.
  public Traffic of(Remote remote) {
    return spent.getOrDefault(remote, Traffic.NONE);
  }

  void add(Remote remote, Traffic more) {
    spent.merge(remote, more, Traffic::and);
  }
}
