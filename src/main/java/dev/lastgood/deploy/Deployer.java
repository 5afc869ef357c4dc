// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;

/// The product: takes a target to the newest content that proves itself, or leaves it on the last
/// good. The caller holds the state directory's lock.
public final class Deployer {
  private final Ports ports;

  /// Works through these ports.
  public Deployer(Ports ports) {
    this.ports = ports;
  }

  /// One pass over one target. The same deployer asks each source once, however many targets it
  /// has.
  public Outcome pass(Target target, Order order) {
    throw new UnsupportedOperationException("not built yet: " + target + order + ports);
  }

  /// Back to the content that was live after an entry, proven like any deployment.
  public Outcome rollBack(Target target, Entry entry, String reason, Order order) {
    throw new UnsupportedOperationException("not built yet: " + target + entry + reason + order);
  }
}
