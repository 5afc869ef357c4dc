// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path directory;

  @Test
  void a_command_is_green_when_it_exits_with_0() {
    assertThat(command("true")).isEqualTo(new Sample(NOW, true, "exit 0", Optional.empty()));
    assertThat(command("echo one; echo not yet >&2; exit 7").detail()).isEqualTo("exit 7: not yet");
    assertThat(command("exit 7").green()).isFalse();
  }

  @Test
  void a_command_knows_the_pass_and_the_file() {
    assertThat(command("echo $LASTGOOD_TARGET {file}"))
        .extracting(Sample::detail)
        .isEqualTo("exit 0: rules " + file());
  }

  @Test
  void a_command_that_takes_too_long_is_red() {
    assertThat(command("sleep 30")).isEqualTo(red("no answer within 2 s"));
  }

  @Test
  void a_command_that_cannot_be_run_is_red() {
    assertThat(sample(new ProbeSpec.Command(List.of("/no/such"))))
        .isEqualTo(red("no such program: /no/such"));
    assertThat(sample(new ProbeSpec.Command(List.of())).green()).isFalse();
  }

  @Test
  void what_can_not_be_asked_is_told_without_asking() throws Exception {
    HostProbe probe =
        new HostProbe(new CommandRunner(), new ServiceManager(Optional.empty()), new StoppedTime());
    Path pipe = directory.resolve("pipe");
    assertThat(
            new CommandRunner()
                .run(
                    new Command(
                        List.of("mkfifo", pipe.toString()), Map.of(), Duration.ofSeconds(9))))
        .isEqualTo(new Finished.Exited(0, "", ""));
    Path control = Files.writeString(directory.resolve("control"), "t0k\u0001n");
    List<ProbeSpec.Question> questions =
        List.of(
            new ProbeSpec.Command(List.of("/no/such")),
            new ProbeSpec.Command(List.of(directory.toString())),
            header(directory.resolve("absent")),
            header(directory),
            header(pipe),
            header(control),
            new ProbeSpec.Systemd("app.service"));
    for (ProbeSpec.Question question : questions) {
      Failure failure = failure(() -> probe.requireReady(question));
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.step()).isEqualTo(Step.PROVE);
      assertThat(failure.message()).doesNotContain("t0k");
    }
    probe.requireReady(new ProbeSpec.Command(List.of("/bin/sh")));
    probe.requireReady(header(Files.writeString(directory.resolve("token"), "t0ken\n")));
  }

  private static ProbeSpec.Question header(Path file) {
    return new ProbeSpec.Http(
        new RequestSpec(
            URI.create("http://127.0.0.1:1/"),
            "GET",
            Map.of("Authorization", new RequestSpec.HeaderValue.FromFile(file)),
            Optional.empty()),
        new ProbeSpec.Expect(Set.of(200), Map.of(), Optional.empty()));
  }

  @Test
  void foreign_words_are_cut_and_stripped_of_control_characters() {
    assertThat(command("printf '\\033[31mred\\007'").detail())
        .isEqualTo("exit 0: \uFFFD[31mred\uFFFD");
    assertThat(command("head -c 5000 /dev/zero | tr '\\0' a").detail()).hasSize(300).endsWith("…");
  }

  @Test
  void a_unit_is_green_when_it_is_active() throws Exception {
    assertThat(unit(Service.Phase.ACTIVE)).isEqualTo(green("app.service: as it is"));
    assertThat(unit(Service.Phase.STARTING)).isEqualTo(red("app.service: as it is"));
    assertThat(unit(Service.Phase.STOPPED).green()).isFalse();
    assertThat(unit(Service.Phase.FAILED).green()).isFalse();
  }

  @Test
  void a_unit_that_nobody_can_be_asked_about_is_red() {
    ServiceManager manager = new ServiceManager(Optional.empty());
    assertThat(sample(new ProbeSpec.Systemd("app.service"), manager))
        .isEqualTo(red("systemd can't be reached"));
  }

  private Sample command(String script) {
    return sample(new ProbeSpec.Command(List.of("sh", "-c", script)));
  }

  private Sample unit(Service.Phase phase) {
    return sample(new ProbeSpec.Systemd("app.service"), new ServiceManager(Optional.of(phase)));
  }

  private Sample sample(ProbeSpec.Question question) {
    return sample(question, new ServiceManager(Optional.empty()));
  }

  private Sample sample(ProbeSpec.Question question, Service service) {
    CommandEnvironment environment =
        new CommandEnvironment(
            new TargetName("rules"), file(), Optional.empty(), Optional.empty(), Optional.empty());
    return new HostProbe(new CommandRunner(), service, new StoppedTime())
        .sample(question, Duration.ofSeconds(2), environment);
  }

  private Path file() {
    return directory.resolve("rules.yaml");
  }

  private static Sample green(String detail) {
    return new Sample(NOW, true, detail, Optional.empty());
  }

  private static Sample red(String detail) {
    return new Sample(NOW, false, detail, Optional.empty());
  }

  /// One unit in one phase, or nobody to ask.
  private record ServiceManager(Optional<Phase> phase) implements Service {
    @Override
    public State state(Activation activation) throws StepFailed {
      assertThat(activation)
          .isInstanceOfSatisfying(
              Activation.Systemd.class,
              unit -> {
                assertThat(unit.unit()).isEqualTo("app.service");
                assertThat(unit.action()).isEqualTo(Activation.Action.TRY_RESTART);
              });
      return new State(
          phase.orElseThrow(() ->
              new StepFailed(
                  Failure.operator(Step.ACTIVATE, "systemd can't be reached", "mend it"))),
          "",
          "as it is");
    }

    @Override
    public void requireReady(Activation activation) {
      throw new AssertionError("a probe only asks");
    }

    @Override
    public void activate(Activation activation, CommandEnvironment environment) {
      throw new AssertionError("a probe only asks");
    }

    @Override
    public void revive(Activation activation, CommandEnvironment environment) {
      throw new AssertionError("a probe only asks");
    }
  }

  private static final class StoppedTime implements Time {
    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public Duration elapsed() {
      return Duration.ZERO;
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("one sample does not wait");
    }
  }
}
