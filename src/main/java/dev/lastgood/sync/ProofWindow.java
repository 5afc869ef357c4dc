// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The samples of one proof, and what they come to: the unbroken run of green ones up to now, and
/// how often it broke off.
final class ProofWindow {
  private final ProbeSpec spec;
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> values = new HashSet<>();
  private Optional<Duration> greenSince = Optional.empty();
  private Probe.Kind last = Probe.Kind.SILENT;
  private boolean isUp;
  private int interruptions;
  private boolean isOver;

  ProofWindow(ProbeSpec spec) {
    this.spec = spec;
  }

  void add(Duration asked, Probe.Answer answer) {
    Sample sample = answer.sample();
    samples.add(sample);
    isOver = answer.kind() == Probe.Kind.FINAL;
    count(answer.kind());
    if (sample.green()) {
      greenSince = greenSince.or(() -> Optional.of(asked));
      sample.advancing().ifPresent(values::add);
    } else {
      greenSince = Optional.empty();
      values.clear();
    }
  }

  /// Counts what broke off: it was green and is not, or it answered and does not any more. That it
  /// is down after it was red already is the same interruption.
  private void count(Probe.Kind kind) {
    boolean isLost =
        switch (kind) {
          case GREEN -> false;
          case RED, DENIED, REJECTED, OTHER_CONTENT, FINAL -> last == Probe.Kind.GREEN;
          case SILENT -> isUp;
        };
    interruptions += isLost ? 1 : 0;
    isUp =
        switch (kind) {
          case GREEN -> true;
          case RED, DENIED, REJECTED, OTHER_CONTENT, FINAL ->
              !isLost && (isUp || last == Probe.Kind.SILENT);
          case SILENT -> false;
        };
    last = kind;
  }

  List<Sample> samples() {
    return samples;
  }

  boolean holds(Duration now) {
    return greenSince
        .map(since -> now.minus(since).compareTo(spec.timing().settle()) >= 0 && advanced())
        .orElse(false);
  }

  private boolean advanced() {
    return spec.question().advancing().isEmpty() || values.size() >= 2;
  }

  /// Why waiting longer is of no use; empty when it may be.
  Optional<String> verdict() {
    String last = samples.getLast().detail();
    if (isOver) {
      return Optional.of("the service will not take it: " + last);
    }
    int most = spec.timing().giveUpAfter().orElse(Integer.MAX_VALUE);
    return interruptions < most
        ? Optional.empty()
        : Optional.of(
            "it was there and then not, %s times, as in a crash loop; the last sample said: %s"
                .formatted(interruptions, last));
  }

  /// Why the proof does not stand by now.
  String complaint() {
    String waited = "not healthy within " + Durations.rough(spec.timing().timeout());
    if (greenSince.isPresent() && !advanced()) {
      return waited
          + ": it answers, but "
          + spec.question().advancing().orElseThrow()
          + " does not advance, so it has not taken the new content into use";
    }
    long green = samples.stream().filter(Sample::green).count();
    return waited
        + ": "
        + green
        + " of "
        + samples.size()
        + " samples were green, the last one said: "
        + samples.getLast().detail()
        + suspicion();
  }

  /// Content may do that to a service, too, so that it is still tried once and no more.
  private String suspicion() {
    return switch (last) {
      case DENIED, REJECTED -> ", as when the probe's url or credential is wrong";
      case GREEN, RED, OTHER_CONTENT, FINAL, SILENT -> "";
    };
  }
}
