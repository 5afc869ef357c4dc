// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.VerdictBasis;
import java.util.List;
import java.util.Optional;

/// A service that denies the probe's question (401, 403, 404, 405), asked before anything is
/// touched: no proof could be made, and a failed one would be taken for the content's fault.
///
/// A denial may also be what new content mends: the route may come with it. So it stops a pass only
/// where a credential of ours is not taken on content that is live, or where the live content has
/// answered that very question well before. An operator who insists is never stopped.
public final class DenialRule {
  /// What ends that a service reads something else than the file.
  public static final String OTHER_CONTENT =
      "look for what stands in the file's place: a variable of its environment, or another mount";

  /// What ends it.
  public static final String HINT =
      "correct the probe's url, bearer or headers in the configuration, or the token's file";

  private final Ports ports;
  private final PassRecorder recorder;
  private final Target target;

  DenialRule(Ports ports, PassRecorder recorder) {
    this.ports = ports;
    this.recorder = recorder;
    this.target = recorder.target();
  }

  /// Asks once before new content goes in.
  ///
  /// @param live what the service runs on
  /// @return whether it is healthy; empty without a probe
  /// @throws StepFailed when the answer would be the same whatever the content is
  Optional<Boolean> healthy(Live live) throws StepFailed {
    Optional<Probe.Answer> answer = ask(live);
    if (answer.isPresent() && standsInTheWay(answer.get().kind(), live)) {
      String insist = "; where the new content is what mends it: " + retry();
      throw new StepFailed(denied(answer.get().sample().detail(), insist));
    }
    return answer.map(Probe.Answer::sample).map(Sample::green);
  }

  private boolean standsInTheWay(Probe.Kind kind, Live live) throws StepFailed {
    return switch (kind) {
      case GREEN, RED, OTHER_CONTENT, FINAL, SILENT -> false;
      case REJECTED -> !isInsisted() && live.content().isPresent();
      case DENIED -> !isInsisted() && live.content().filter(this::hasAnswered).isPresent();
    };
  }

  private boolean hasAnswered(BlobId live) {
    Optional<VerdictBasis> now =
        target.consumer().probe().map(spec -> VerdictBasis.ofAnswer(live, spec.question()));
    return now.isPresent() && ports.memory().cache().answered(target.name()).equals(now);
  }

  /// Asks once before a proof of what is there already, which would do nothing about a denial.
  ///
  /// @throws StepFailed when the question is denied
  void requireAnswer(Live there) throws StepFailed {
    Optional<Probe.Answer> answer = isInsisted() ? Optional.empty() : ask(there);
    if (answer.filter(one -> isDenial(one.kind())).isPresent()) {
      throw new StepFailed(denied(answer.get().sample().detail(), ""));
    }
  }

  /// Asks once before a proof of content whose failure would be its end.
  ///
  /// @throws StepFailed when a credential is not taken
  void requireAccess(Live there) throws StepFailed {
    Optional<Probe.Answer> answer = isInsisted() ? Optional.empty() : ask(there);
    if (answer.filter(one -> one.kind() == Probe.Kind.REJECTED).isPresent()) {
      throw new StepFailed(denied(answer.get().sample().detail(), ""));
    }
  }

  /// What a proof of the last good has failed of, when that has shown nothing about any content: in
  /// the same words in which the new content failed, the service denies the question, or reads
  /// something else.
  static Optional<Failure> ofBoth(List<Sample> tried, List<Sample> again, Probe.Answer now) {
    Optional<String> said = last(again);
    boolean alike = said.equals(Optional.of(now.sample().detail())) && said.equals(last(tried));
    Optional<Failure> failure =
        switch (now.kind()) {
          case DENIED, REJECTED -> Optional.of(ofBoth(now, HINT));
          case OTHER_CONTENT -> Optional.of(ofBoth(now, OTHER_CONTENT));
          case GREEN, RED, FINAL, SILENT -> Optional.empty();
        };
    return failure.filter(_ -> alike);
  }

  private static Failure ofBoth(Probe.Answer now, String hint) {
    return Failure.operator(
        Step.PROVE,
        "no proof could be made, neither of the new content nor of the last good: "
            + now.sample().detail(),
        hint + "; the next pass proves the last good, which is back");
  }

  private static Optional<String> last(List<Sample> samples) {
    return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast().detail());
  }

  static boolean isDenial(Probe.Kind kind) {
    return switch (kind) {
      case DENIED, REJECTED -> true;
      case GREEN, RED, OTHER_CONTENT, FINAL, SILENT -> false;
    };
  }

  /// What it is that a credential is not taken, for whoever asks how things stand.
  public static Failure rejected(String said) {
    return denied(said, "");
  }

  private static Failure denied(String said, String more) {
    return Failure.operator(
        Step.PROVE, "the service can't be asked how it is: " + said, HINT + more);
  }

  /// Remembers that the live content answered, when this pass has seen that.
  static void remember(Target target, Optional<Entry> written, StatusCache cache) {
    Optional<ProbeSpec> probe = target.consumer().probe();
    Optional<BlobId> answered =
        written
            .filter(entry -> entry.proof().standing().isGood())
            .filter(entry -> !entry.proof().samples().isEmpty())
            .flatMap(entry -> entry.after().content());
    if (probe.isPresent() && answered.isPresent()) {
      cache.rememberAnswered(
          target.name(), VerdictBasis.ofAnswer(answered.get(), probe.get().question()));
    }
  }

  private Optional<Probe.Answer> ask(Live live) {
    CommandEnvironment environment = CommandEnvironment.live(target, live);
    return new Prover(ports, target.consumer()).ask(environment);
  }

  private boolean isInsisted() {
    return recorder.request().has(PassRequest.Option.RETRY);
  }

  private String retry() {
    return "lastgood sync " + target.name() + " --retry";
  }
}
