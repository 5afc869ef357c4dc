// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.deploy.LastPass;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The last looks, in memory.
public final class MemorySightings implements Sightings {
  private final Map<SourceName, Sighting> sightings = new HashMap<>();
  private final Map<TargetName, Carrier> carriers = new HashMap<>();
  private final Map<TargetName, LastPass> passes = new HashMap<>();
  private final Map<TargetName, Instant> judged = new HashMap<>();

  @Override
  public Optional<Sighting> last(SourceName source) {
    return Optional.ofNullable(sightings.get(source));
  }

  @Override
  public void remember(SourceName source, Sighting sighting) {
    sightings.put(source, sighting);
  }

  @Override
  public Optional<LastPass> lastPass(TargetName target) {
    return Optional.ofNullable(passes.get(target));
  }

  @Override
  public void remember(TargetName target, LastPass pass) {
    passes.put(target, pass);
  }

  @Override
  public Optional<Instant> judged(TargetName target) {
    return Optional.ofNullable(judged.get(target));
  }

  @Override
  public void rememberJudged(TargetName target, Instant at) {
    judged.put(target, at);
  }

  @Override
  public Optional<Carrier> carrier(TargetName target) {
    return Optional.ofNullable(carriers.get(target));
  }

  @Override
  public void remember(TargetName target, Carrier carrier) {
    carriers.put(target, carrier);
  }
}
