// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.MemoryStatusCache;
import dev.lastgood.testkit.World;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A service that denies the probe's question: what is an operator's to mend is no content's fault,
/// and what new content mends is not kept out.
final class DenialTest {
  private final World world = new World();
  private final Ports ports = ports();

  /// What a service answers that has loaded this; empty when it is well or ill as it is.
  private Function<String, Optional<Probe.Kind>> denies = _ -> Optional.empty();

  private Ports ports() {
    Ports real = world.ports();
    return new Ports(
        real.mirror(),
        real.destination(),
        real.checks(),
        real.service(),
        new DenyingProbe(real.probe()),
        real.memory(),
        real.time());
  }

  /// A service that denies a question is there all the same.
  private final class DenyingProbe implements Probe {
    private final Probe probe;

    DenyingProbe(Probe probe) {
      this.probe = probe;
    }

    @Override
    public void requireReady(ProbeSpec.Question question) throws StepFailed {
      probe.requireReady(question);
    }

    @Override
    public Answer ask(
        ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
      Answer answer = probe.ask(question, timeout, environment);
      return world
          .service
          .loaded()
          .flatMap(denies)
          .map(kind ->
              new Answer(
                  new Sample(answer.sample().at(), false, kind.name(), Optional.empty()), kind))
          .orElse(answer);
    }
  }

  @BeforeEach
  void running() {
    world.service.start();
  }

  private Outcome merge(String content, PassRequest.Option... options) {
    world.mirror.commit(content);
    return world.pass(ports, options);
  }

  private void deployed(Outcome outcome, String content) {
    assertThat(outcome.written()).isPresent();
    assertThat(outcome.written().get().outcome()).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.live()).contains(content);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }

  private void stops(Outcome outcome, String said) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    Failure failure = outcome.failures().getFirst();
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo("the service can't be asked how it is: " + said);
    assertThat(world.history().quarantine()).isEmpty();
  }

  private void always(Probe.Kind kind) {
    denies = _ -> Optional.of(kind);
  }

  @ParameterizedTest
  @CsvSource({"DENIED", "REJECTED"})
  void what_the_live_content_has_answered_and_denies_now_is_the_operators(Probe.Kind kind) {
    deployed(merge("v1"), "v1");
    int starts = world.service.starts();
    always(kind);
    stops(merge("v2"), kind.name());
    stops(world.pass(ports, PassRequest.Option.DRY_RUN), kind.name());
    stops(world.pass(ports), kind.name());
    assertThat(world.live()).contains("v1");
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.destination.count()).as("nothing staged stays").isEqualTo(1);

    denies = _ -> Optional.empty();
    deployed(world.pass(ports), "v2");
  }

  @ParameterizedTest
  @CsvSource({"DENIED", "REJECTED"})
  void new_content_that_brings_what_is_asked_for_goes_in_first_of_all(Probe.Kind kind) {
    denies = loaded -> Optional.of(kind).filter(_ -> !loaded.equals("v1"));
    world.destination.write(world.target.place(), "by-hand");
    world.service.start();
    deployed(merge("v1", options(kind)), "v1");
  }

  /// A credential that is not taken on what is live needs the word of somebody who knows better.
  private static PassRequest.Option[] options(Probe.Kind kind) {
    return kind == Probe.Kind.REJECTED
        ? new PassRequest.Option[] {PassRequest.Option.RETRY}
        : new PassRequest.Option[0];
  }

  @ParameterizedTest
  @CsvSource({"DENIED", "REJECTED"})
  void so_it_does_where_there_was_no_file(Probe.Kind kind) {
    denies = loaded -> Optional.of(kind).filter(_ -> !loaded.equals("v1"));
    deployed(merge("v1"), "v1");
  }

  @Test
  void so_it_does_when_the_question_is_a_new_one() {
    deployed(merge("v1"), "v1");
    world.target(world.target.source(), world.target.place().onDrift(), Optional.of(asking("new")));
    denies = loaded -> Optional.of(Probe.Kind.DENIED).filter(_ -> !loaded.equals("v2"));
    deployed(merge("v2"), "v2");
  }

  private ProbeSpec asking(String path) {
    return new ProbeSpec(
        new ProbeSpec.Http(
            RequestSpec.get(URI.create("http://127.0.0.1:8080/" + path)),
            new ProbeSpec.Expect(Set.of(200), Map.of(), Optional.empty())),
        world.target.consumer().probe().orElseThrow().timing());
  }

  @Test
  void so_it_does_when_it_is_not_known_whether_it_was_ever_answered() {
    deployed(merge("v1"), "v1");
    world.cache = new MemoryStatusCache();
    denies = loaded -> Optional.of(Probe.Kind.DENIED).filter(_ -> !loaded.equals("v2"));
    world.mirror.commit("v2");
    Ports forgetful = ports();
    deployed(world.pass(forgetful), "v2");
  }

  @Test
  void an_operator_who_insists_is_not_stopped() {
    deployed(merge("v1"), "v1");
    denies = loaded -> Optional.of(Probe.Kind.REJECTED).filter(_ -> !loaded.equals("v2"));
    assertThat(merge("v2").failures().getFirst().hint())
        .endsWith("where the new content is what mends it: lastgood sync powersync --retry");
    deployed(world.pass(ports, PassRequest.Option.RETRY), "v2");
  }

  @Test
  void content_that_is_denied_where_the_last_good_is_not_is_rolled_back_for_it() {
    deployed(merge("v1"), "v1");
    denies = loaded -> Optional.of(Probe.Kind.DENIED).filter(_ -> loaded.equals("v2"));
    Outcome outcome = merge("v2");
    assertThat(outcome.written().orElseThrow().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(outcome.failures().getFirst().message())
        .endsWith("DENIED, as when the probe's url or credential is wrong");
    assertThat(reasons()).containsExactly(Quarantine.Reason.FAILED);
  }

  private Iterable<Quarantine.Reason> reasons() {
    return world.history().quarantine().values().stream().map(Quarantine::reason).toList();
  }

  @ParameterizedTest
  @CsvSource({"DENIED", "REJECTED"})
  void a_denial_that_comes_within_the_proof_and_stays_says_nothing_of_the_content(Probe.Kind kind) {
    deployed(merge("v1"), "v1");
    world.clock.after(Duration.ofSeconds(2), () -> always(kind));
    Outcome outcome = merge("v2");
    assertThat(outcome.written().orElseThrow().outcome()).isEqualTo(OutcomeKind.STRANDED);
    assertThat(outcome.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
          assertThat(failure.message())
              .isEqualTo(
                  "no proof could be made, neither of the new content nor of the last good: "
                      + kind);
        });
    assertThat(reasons()).containsExactly(Quarantine.Reason.LAST_GOOD_FAILED);
    int starts = world.service.starts();
    for (int pass = 0; pass < 3; pass++) {
      assertThat(world.pass(ports).conclusion().word()).isEqualTo("stranded");
    }
    assertThat(world.service.starts()).as("the timer restarts nothing over it").isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed", "stranded");

    denies = _ -> Optional.empty();
    deployed(world.pass(ports), "v2");
  }

  @Test
  void a_proof_that_is_owed_waits_until_the_service_can_be_asked() {
    world.service.stop();
    merge("v1");
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PENDING);
    always(Probe.Kind.REJECTED);
    world.service.start();
    stops(world.pass(ports), "REJECTED");
    assertThat(world.live()).contains("v1");
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PENDING);
    denies = _ -> Optional.empty();
    world.pass(ports);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }
}
