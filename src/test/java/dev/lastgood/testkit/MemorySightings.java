// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.Grounds;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Sightings;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The last looks, in memory.
public final class MemorySightings implements Sightings {
  private final Map<SourceName, Bound<Sighting>> sightings = new HashMap<>();
  private final Map<TargetName, Bound<Carrier>> carriers = new HashMap<>();
  private final Map<TargetName, Grounds> refused = new HashMap<>();
  private final Map<TargetName, LastPass> passes = new HashMap<>();
  private final Map<TargetName, Bound<Instant>> judged = new HashMap<>();

  /// What is remembered, and of what.
  private record Bound<T>(List<Object> of, T what) {
    Optional<T> when(List<Object> now) {
      return now.equals(of) ? Optional.of(what) : Optional.empty();
    }
  }

  @Override
  public Optional<Sighting> last(Source source) {
    return Optional.ofNullable(sightings.get(source.name())).flatMap(it -> it.when(of(source)));
  }

  @Override
  public void remember(Source source, Sighting sighting) {
    sightings.put(source.name(), new Bound<>(of(source), sighting));
  }

  @Override
  public Optional<Carrier> carrier(Target target, Release live) {
    return Optional.ofNullable(carriers.get(target.name()))
        .flatMap(it -> it.when(of(target, live)));
  }

  @Override
  public void remember(Target target, Release live, Carrier carrier) {
    carriers.put(target.name(), new Bound<>(of(target, live), carrier));
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
  public Optional<Instant> judged(Target target) {
    return Optional.ofNullable(judged.get(target.name())).flatMap(it -> it.when(of(target)));
  }

  @Override
  public void rememberJudged(Target target, Instant at) {
    judged.put(target.name(), new Bound<>(of(target), at));
  }

  @Override
  public Optional<Grounds> refused(TargetName target) {
    return Optional.ofNullable(refused.get(target));
  }

  @Override
  public void rememberRefused(TargetName target, Grounds grounds) {
    refused.put(target, grounds);
  }

  private static List<Object> of(Source source) {
    return List.of(source.remote(), source.branch());
  }

  private static List<Object> of(Target target, Release live) {
    return List.of(of(target), live);
  }

  private static List<Object> of(Target target) {
    return List.of(of(target.source()), target.path());
  }
}
