// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.sync.port.LastPass;

/// How a pass ended: what it came to on this host, and what became of the record of that.
public record PassEnd(Outcome outcome, Pushed pushed) {
  /// What it is remembered as.
  public LastPass.Result result() {
    return outcome.result().with(pushed.durability());
  }
}
