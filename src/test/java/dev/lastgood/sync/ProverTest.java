// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.World;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What stands as a proof, against a service and a probe that answer as they are told.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ProverTest {
  private static final Service.State BASELINE = state(Service.Phase.ACTIVE, "first");

  private final World world = new World();
  private final ManualClock clock = world.clock;
  private final List<Duration> timeouts = new ArrayList<>();
  private Service.State state = BASELINE;
  private Function<Duration, Sample> answer = at -> sample(true, at.toString());
  private Function<Sample, Probe.Kind> kind = sample -> Probe.Answer.of(sample).kind();
  private Optional<Failure> unaskable = Optional.empty();

  private static Service.State state(Service.Phase phase, String identity) {
    return new Service.State(phase, identity, "as " + phase);
  }

  private Sample sample(boolean green, String advancing) {
    return new Sample(clock.now(), green, green ? "200" : "503", Optional.of(advancing));
  }

  private static Optional<ProbeSpec> probe(Duration timeout) {
    ProbeSpec.Expect expect = new ProbeSpec.Expect(Set.of(200), Map.of(), Optional.of("touched"));
    RequestSpec request = RequestSpec.get(URI.create("http://127.0.0.1:1/"));
    return Optional.of(
        new ProbeSpec(
            new ProbeSpec.Http(request, expect),
            new ProbeSpec.Timing(timeout, ofSeconds(1), ofSeconds(3))));
  }

  private Prover prover(Optional<ProbeSpec> probe) {
    Service service =
        new Service() {
          @Override
          public State state(Activation activation) {
            return state;
          }

          @Override
          public void requireReady(Activation activation) {}

          @Override
          public void activate(Activation activation, CommandEnvironment environment) {
            throw new AssertionError("a proof only watches");
          }

          @Override
          public void revive(Activation activation, CommandEnvironment environment) {
            throw new AssertionError("a proof only watches");
          }
        };
    Probe asked =
        new Probe() {
          @Override
          public void requireReady(ProbeSpec.Question question) throws StepFailed {
            if (unaskable.isPresent()) {
              throw new StepFailed(unaskable.get());
            }
          }

          @Override
          public Answer ask(
              ProbeSpec.Question question, Duration bound, CommandEnvironment environment) {
            timeouts.add(bound);
            Sample sample = answer.apply(clock.elapsed());
            return new Answer(sample, kind.apply(sample));
          }
        };
    Ports ports = world.ports();
    return new Prover(
        new Ports(
            ports.mirror(),
            ports.destination(),
            ports.checks(),
            service,
            asked,
            ports.memory(),
            clock),
        new Consumer(new Activation.None(), probe));
  }

  @Test
  void an_answer_that_is_red_for_good_ends_it_at_once() throws StepFailed {
    answer = at -> sample(at.compareTo(ofSeconds(2)) < 0, at.toString());
    kind = sample -> sample.green() ? Probe.Kind.GREEN : Probe.Kind.FINAL;
    Proof proof = prove(probe(ofSeconds(60)));

    assertThat(proof.isFailed()).isTrue();
    assertThat(proof.summary()).isEqualTo("the service will not take it: 503");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(2));
  }

  @Test
  void a_crash_loop_is_known_by_its_interruptions() throws StepFailed {
    answer = at -> sample(at.toSeconds() % 3 != 2, at.toString());
    ProbeSpec spec = probe(ofSeconds(60)).orElseThrow();
    ProbeSpec impatient =
        new ProbeSpec(
            spec.question(),
            new ProbeSpec.Timing(ofSeconds(60), ofSeconds(1), ofSeconds(3), OptionalInt.of(3)));

    Proof proof = prove(Optional.of(impatient));
    assertThat(proof.isFailed()).isTrue();
    assertThat(proof.summary())
        .isEqualTo(
            "it was there and then not, 3 times, as in a crash loop; the last sample said: 503");
    assertThat(clock.elapsed()).isEqualTo(ofSeconds(8));
  }

  private Proof prove(Optional<ProbeSpec> probe) throws StepFailed {
    return prover(probe).prove(BASELINE, environment());
  }

  private CommandEnvironment environment() {
    return CommandEnvironment.live(world.target, world.history().live());
  }

  @Test
  void green_for_the_settle_time_is_a_proof() throws StepFailed {
    Proof proof = prove(probe(ofSeconds(60)));
    assertThat(proof.standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(proof.summary()).isEqualTo("green for 3 s without interruption, after 3 s");
    assertThat(proof.samples()).hasSize(4);
  }

  @Test
  void a_red_sample_starts_the_settle_time_anew() throws StepFailed {
    answer = at -> sample(!at.equals(ofSeconds(2)), at.toString());
    Proof proof = prove(probe(ofSeconds(60)));
    assertThat(proof.standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(proof.summary()).isEqualTo("green for 3 s without interruption, after 6 s");
  }

  @Test
  void what_answers_and_does_not_advance_has_taken_nothing_into_use() throws StepFailed {
    answer = _ -> sample(true, "0");
    Proof proof = prove(probe(ofSeconds(10)));
    assertThat(proof.isFailed()).isTrue();
    assertThat(proof.summary())
        .isEqualTo(
            "not healthy within 10 s: it answers, but touched does not advance, so it has not taken"
                + " the new content into use");
  }

  @Test
  void what_never_gets_green_says_what_it_said_last() throws StepFailed {
    answer = at -> sample(at.equals(ofSeconds(4)), "0");
    assertThat(prove(probe(ofSeconds(10))).summary())
        .isEqualTo("not healthy within 10 s: 1 of 11 samples were green, the last one said: 503");
  }

  @Test
  void what_is_denied_in_the_end_may_have_been_asked_wrongly() throws StepFailed {
    answer = _ -> sample(false, "0");
    kind = _ -> Probe.Kind.DENIED;
    assertThat(prove(probe(ofSeconds(10))).summary())
        .endsWith("the last one said: 503, as when the probe's url or credential is wrong");
  }

  @ParameterizedTest
  @EnumSource(
      value = Service.Phase.class,
      names = {"FAILED", "STOPPED"})
  void a_service_that_goes_down_has_failed_at_once(Service.Phase phase) throws StepFailed {
    clock.after(ofMillis(1500), () -> state = state(phase, "first"));
    Proof proof = prove(probe(ofSeconds(60)));
    assertThat(proof.isFailed()).isTrue();
    assertThat(proof.summary())
        .isEqualTo("the service went down after its activation: as " + phase);
    assertThat(proof.samples()).hasSize(2);
  }

  @Test
  void a_crash_during_the_last_interval_does_not_slip_through() throws StepFailed {
    answer =
        at -> {
          if (at.equals(ofSeconds(3))) {
            state = state(Service.Phase.ACTIVE, "second");
          }
          return sample(true, at.toString());
        };
    Proof proof = prove(probe(ofSeconds(60)));
    assertThat(proof.isFailed()).isTrue();
    assertThat(proof.summary()).contains("crashed after its activation");
    assertThat(proof.samples()).hasSize(4).allMatch(Sample::green);
  }

  @Test
  void where_no_service_manager_is_asked_the_probe_alone_speaks() throws StepFailed {
    state = state(Service.Phase.STOPPED, "another");
    Service.State unobserved = state(Service.Phase.UNOBSERVED, "");
    Proof proof = prover(probe(ofSeconds(60))).prove(unobserved, environment());
    assertThat(proof.standing()).isEqualTo(Proof.Standing.PASSED);
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, PASSED", "STARTING, PASSED", "STOPPED, FAILED", "FAILED, FAILED"})
  void without_a_probe_the_service_manager_speaks(Service.Phase phase, Proof.Standing standing)
      throws StepFailed {
    state = state(phase, "first");
    assertThat(prove(Optional.empty()).standing()).isEqualTo(standing);
  }

  @Test
  void of_many_samples_the_first_and_the_last_are_kept() throws StepFailed {
    answer = at -> sample(false, at.toString());
    List<Sample> samples = prove(probe(ofSeconds(100))).samples();
    assertThat(samples).hasSize(40);
    assertThat(samples.get(19).advancing()).contains(ofSeconds(19).toString());
    assertThat(samples.get(20).advancing()).contains(ofSeconds(81).toString());
  }

  @ParameterizedTest
  @CsvSource({"PT60S, PT5S", "PT4S, PT4S"})
  void no_answer_may_use_up_the_whole_proof(Duration timeout, Duration bound) throws StepFailed {
    prove(probe(timeout));
    assertThat(timeouts).isNotEmpty().containsOnly(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, true, true, true",
    "STARTING, true, true, true",
    "ACTIVE, true, false, false",
    "STOPPED, true, true, false",
    "FAILED, true, true, false",
    "UNOBSERVED, true, true, true",
    "UNOBSERVED, false, true, false",
    "ACTIVE, false, true, true"
  })
  void a_service_that_had_failed_is_asked_where_there_is_anything_to_learn(
      Service.Phase phase, boolean probed, boolean green, boolean proven) throws StepFailed {
    state = state(phase, "first");
    answer = at -> sample(green, at.toString());
    Optional<ProbeSpec> probe = probed ? probe(ofSeconds(60)) : Optional.empty();
    assertThat(prover(probe).proveAgain(state, environment()).isPresent()).isEqualTo(proven);
    assertThat(timeouts)
        .as("asked once, unless that was green")
        .hasSizeLessThanOrEqualTo(proven ? 5 : 1);
  }

  @Test
  void a_failed_proof_is_the_contents_unless_the_question_can_not_be_asked_any_more() {
    Proof proof = new Proof(Proof.Standing.FAILED, List.of(), "red");
    Prover prover = prover(probe(ofSeconds(60)));
    answer = _ -> sample(false, "0");
    for (Probe.Kind now : Probe.Kind.values()) {
      kind = _ -> now;
      Failure failure = prover.blame(proof, environment());
      assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
      assertThat(failure.hint())
          .contains(
              switch (now) {
                case OTHER_CONTENT -> "look for what stands in the file's place";
                case DENIED, REJECTED -> "correct the probe's url, bearer or headers";
                case GREEN, RED, FINAL, SILENT -> "the service's own log for that time";
              });
    }
    unaskable = Optional.of(Failure.operator(Step.PROVE, "no token", "make one"));
    assertThat(prover.blame(proof, environment())).isEqualTo(unaskable.get());
  }
}
