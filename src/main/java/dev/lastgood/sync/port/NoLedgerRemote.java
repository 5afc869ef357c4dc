// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.EntryId;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.TargetName;
import java.util.Optional;

/// No remote: nothing to compare with, nothing to push.
record NoLedgerRemote() implements LedgerRemote {
  @Override
  public Optional<PushPolicy> policy() {
    return Optional.empty();
  }

  @Override
  public Optional<Address> address(TargetName target) {
    return Optional.empty();
  }

  @Override
  public boolean isCredentialGiven() {
    return true;
  }

  @Override
  public Comparison compare(TargetName target) {
    return new Comparison.Equal();
  }

  @Override
  public Optional<EntryId> tip(TargetName target) {
    return Optional.empty();
  }

  @Override
  public void push(TargetName target, EntryId entry) {}

  @Override
  public Unpushed unpushed(TargetName target) {
    return Unpushed.NONE;
  }
}
