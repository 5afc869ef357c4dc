// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.Observation;
import dev.lastgood.app.Observation.Known;
import dev.lastgood.app.Observation.ObservedPass;
import dev.lastgood.app.Observation.ObservedSource;
import dev.lastgood.app.Observation.ObservedTarget;
import dev.lastgood.app.RemoteStatus;
import dev.lastgood.app.TargetCondition;
import dev.lastgood.metrics.Exposition.Samples;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.Tally;
import dev.lastgood.sync.port.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// One observation as metrics: for each of them, what every target or source has to say.
final class Metrics {
  private final Exposition exposition = new Exposition();
  private final List<ObservedTarget> targets;
  private final List<Known> known = new ArrayList<>();
  private final List<ObservedSource> sources;

  private Metrics(Observation observation) {
    this.targets = observation.targets();
    this.sources = observation.sources();
    for (ObservedTarget target : targets) {
      target.known().ifPresent(known::add);
    }
  }

  /// The text of them.
  static String text(Observation observation, String version) {
    Metrics metrics = new Metrics(observation);
    metrics.exposition.of(Metric.BUILD_INFO).add(1, version);
    metrics.states();
    metrics.live();
    metrics.passes();
    metrics.looks();
    metrics.records();
    return metrics.exposition.text();
  }

  /// The text when nothing has been observed yet.
  static String text(String version) {
    Exposition exposition = new Exposition();
    exposition.of(Metric.BUILD_INFO).add(1, version);
    return exposition.text();
  }

  private void states() {
    Samples samples = exposition.of(Metric.TARGET_STATE);
    for (ObservedTarget target : targets) {
      TargetState state = target.state();
      for (TargetState each : TargetState.values()) {
        samples.add(each == state ? 1 : 0, target.target().name().value(), each.word());
      }
    }
  }

  private void live() {
    each(
        Metric.TARGET_LIVE_INFO,
        (one, samples) -> {
          Live live = one.condition().record().history().live();
          String commit = live.origin().map(CommitId::hex).orElse("");
          live.content().ifPresent(blob -> samples.add(1, name(one), commit, blob.hex()));
        });
    each(
        Metric.TARGET_LIVE_SINCE,
        (one, samples) ->
            one.tally().live().map(Tally.Live::since).ifPresent(at -> samples.add(at, name(one))));
    each(
        Metric.TARGET_WAITING_SINCE,
        (one, samples) -> waitingSince(one).ifPresent(at -> samples.add(at, name(one))));
  }

  /// The entry that says why may have been written anew since; that the passes come to the same may
  /// have been forgotten.
  private static Optional<Instant> waitingSince(Known one) {
    TargetCondition condition = one.condition();
    return condition
        .waiting()
        .flatMap(undeployed -> earliest(undeployed, condition.branch().lastPass()));
  }

  private static Optional<Instant> earliest(
      BranchStatus.Undeployed undeployed, Optional<LastPass> last) {
    return Stream.concat(
            undeployed.entry().map(Entry::at).stream(), last.map(LastPass::since).stream())
        .min(Instant::compareTo);
  }

  private void passes() {
    eachPass(Metric.LAST_PASS, (pass, to) -> to.samples.add(pass.at(), to.target));
    eachPass(Metric.LAST_PASS_EXIT_CODE, (pass, to) -> to.samples.add(pass.exitCode(), to.target));
    eachPass(
        Metric.LAST_PASS_DURATION,
        (pass, to) -> pass.took().ifPresent(took -> to.samples.add(took, to.target)));
  }

  private record Of(Samples samples, String target) {}

  private void eachPass(Metric metric, BiConsumer<ObservedPass, Of> say) {
    each(
        metric,
        (one, samples) ->
            one.pass().ifPresent(pass -> say.accept(pass, new Of(samples, name(one)))));
  }

  private void looks() {
    Samples judged = exposition.of(Metric.SOURCE_JUDGED);
    sources.forEach(source -> source.judged().ifPresent(at -> judged.add(at, name(source))));
    Samples requests = exposition.of(Metric.SOURCE_REQUESTS);
    sources.forEach(
        source -> traffic(source).ifPresent(spent -> requests.add(spent.requests(), name(source))));
    Samples bytes = exposition.of(Metric.SOURCE_BYTES);
    sources.forEach(
        source -> traffic(source).ifPresent(spent -> bytes.add(spent.bytes(), name(source))));
  }

  private static Optional<Traffic> traffic(ObservedSource source) {
    return source.poll().flatMap(StatusCache.Poll::traffic);
  }

  private void records() {
    each(
        Metric.QUARANTINED_BLOBS,
        (one, samples) -> {
          int contents = one.condition().record().history().quarantine().size();
          samples.add(contents, name(one));
        });
    each(
        Metric.ENTRIES,
        (one, samples) -> {
          for (OutcomeKind kind : OutcomeKind.values()) {
            samples.add(one.tally().entries().getOrDefault(kind, 0L), name(one), kind.word());
          }
        });
    each(
        Metric.LEDGER_UNPUSHED_ENTRIES,
        (one, samples) ->
            remote(one).ifPresent(it -> samples.add(it.unpushed().entries(), name(one))));
    each(
        Metric.LEDGER_PUSHED,
        (one, samples) ->
            remote(one)
                .flatMap(RemoteStatus::pushedAt)
                .ifPresent(at -> samples.add(at, name(one))));
  }

  private static Optional<RemoteStatus> remote(Known one) {
    return one.condition().record().remote();
  }

  private void each(Metric metric, BiConsumer<Known, Samples> say) {
    Samples samples = exposition.of(metric);
    known.forEach(one -> say.accept(one, samples));
  }

  private static String name(Known one) {
    return one.target().name().value();
  }

  private static String name(ObservedSource source) {
    return source.source().name().value();
  }
}
