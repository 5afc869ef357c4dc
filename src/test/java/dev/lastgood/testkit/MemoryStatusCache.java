// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.VerdictBasis;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The last looks, in memory.
public final class MemoryStatusCache implements StatusCache {
  private final Map<SourceName, Bound<Poll>> cache = new HashMap<>();
  private final Map<TargetName, Bound<Carrier>> carriers = new HashMap<>();
  private final Map<TargetName, Bound<Push>> pushes = new HashMap<>();
  private final Map<TargetName, VerdictBasis> refused = new HashMap<>();
  private final Map<TargetName, VerdictBasis> answered = new HashMap<>();
  private final Map<TargetName, LastPass> passes = new HashMap<>();
  private final Map<TargetName, Bound<Instant>> judged = new HashMap<>();

  /// What is remembered, and of what.
  private record Bound<T>(List<Object> of, T what) {
    Optional<T> when(List<Object> now) {
      return now.equals(of) ? Optional.of(what) : Optional.empty();
    }
  }

  @Override
  public Optional<Poll> lastPoll(Source source) {
    return Optional.ofNullable(cache.get(source.name())).flatMap(it -> it.when(of(source)));
  }

  @Override
  public void remember(Source source, Poll poll) {
    cache.put(source.name(), new Bound<>(of(source), poll));
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
  public Optional<Push> lastPush(TargetName target, LedgerRemote.Address remote) {
    return Optional.ofNullable(pushes.get(target)).flatMap(it -> it.when(List.of(remote)));
  }

  @Override
  public void remember(TargetName target, LedgerRemote.Address remote, Push push) {
    pushes.put(target, new Bound<>(List.of(remote), push));
  }

  @Override
  public Optional<VerdictBasis> refused(TargetName target) {
    return Optional.ofNullable(refused.get(target));
  }

  @Override
  public void rememberRefused(TargetName target, VerdictBasis basis) {
    refused.put(target, basis);
  }

  @Override
  public Optional<VerdictBasis> answered(TargetName target) {
    return Optional.ofNullable(answered.get(target));
  }

  @Override
  public void rememberAnswered(TargetName target, VerdictBasis basis) {
    answered.put(target, basis);
  }

  private static List<Object> of(Source source) {
    return List.of(source.url(), source.branch());
  }

  private static List<Object> of(Target target, Release live) {
    return List.of(of(target), live);
  }

  private static List<Object> of(Target target) {
    return List.of(of(target.source()), target.path());
  }
}
