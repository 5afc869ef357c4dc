// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A chain that counts what it shows, and of which something can be gone.
final class TroubledChain implements Chain {
  private final Chain chain;
  private int shown;
  private boolean hasContents = true;
  private boolean isDamaged;

  TroubledChain(Chain chain) {
    this.chain = chain;
  }

  /// Without the files' contents.
  TroubledChain withoutContents() {
    hasContents = false;
    return this;
  }

  /// With damage after the newest entry.
  TroubledChain damaged() {
    isDamaged = true;
    return this;
  }

  /// How many entries it has shown.
  int shown() {
    return shown;
  }

  @Override
  public String name() {
    return chain.name();
  }

  @Override
  public TargetName target() {
    return chain.target();
  }

  @Override
  public void walk(Predicate<Entry> visitor) throws StepFailed {
    List<Entry> entries = new ArrayList<>();
    chain.walk(entry -> entries.add(entry) && !isDamaged);
    boolean goesOn = true;
    for (int i = 0; goesOn && i < entries.size(); i++) {
      shown++;
      goesOn = visitor.test(entries.get(i));
    }
    if (goesOn && isDamaged) {
      throw StepFailed.operator(Step.RECOVER, "the record is <damaged>", "lastgood verify");
    }
  }

  @Override
  public Entry find(String entry) throws StepFailed {
    return chain.find(entry);
  }

  @Override
  public Content content(BlobId blob) throws StepFailed {
    if (!hasContents) {
      throw StepFailed.operator(Step.RECOVER, "the record does not hold it <here>", "verify");
    }
    return chain.content(blob);
  }

  @Override
  public Moment at(Instant time) throws StepFailed {
    return chain.at(time);
  }

  @Override
  public Verified verify(Progress progress) throws StepFailed {
    return chain.verify(progress);
  }
}
