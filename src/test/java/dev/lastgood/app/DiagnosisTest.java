// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.destination.FileDestination;
import dev.lastgood.model.Access;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Auth;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Failure;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.HostPreconditions.Persistence;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.testkit.LenientHost;
import dev.lastgood.testkit.World;
import dev.lastgood.text.Moments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class DiagnosisTest {
  @TempDir private Path directory;
  private final World world = new World();
  private final Findings findings = new Findings();

  @BeforeEach
  void aBranch() {
    world.mirror.commit("bucket_definitions: {}\n");
  }

  @Test
  void a_token_is_read_and_the_source_asked() throws IOException {
    source(new Auth.Token("lastgood", file("token", "t0k3n\n")), true);
    assertThat(text())
        .contains("✓ source fit: the token in " + directory + "/token can be read")
        .contains("✓ source fit: https://git.example.org/fit.git answers: master is at 01c0ffee00")
        .contains("✓ target powersync: powersync/sync-rules.yaml is there")
        .doesNotContain("✗", "t0k3n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "two words", "t0k3n\nt0k3n", "t0k\u00a03n"})
  void an_odd_token_is_named_and_not_shown(String token) throws IOException {
    source(new Auth.Token("lastgood", file("token", token)), true);
    assertThat(isAnyWrong()).isTrue();
    assertThat(text()).doesNotContain("t0k3n").contains("fix: ");
  }

  @Test
  void a_missing_or_public_secret_is_named() throws IOException {
    source(new Auth.Token("lastgood", directory.resolve("nowhere")), true);
    assertThat(text())
        .contains("✗ source fit: " + directory + "/nowhere can't be read: no such file");
    Path open = file("token", "t0k3n");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    source(new Auth.Token("lastgood", open), true);
    assertThat(text()).contains("! source fit: " + open + " can be read by everybody");
  }

  @Test
  void a_source_that_is_down_says_why() {
    world.mirror.failing(
        Optional.of(Failure.operator(Step.LOOK, "HTTP 401 from the server", "renew the token")));
    source(new Auth.Anonymous(), true);
    assertThat(text()).contains("✗ source fit: HTTP 401 from the server\n    fix: renew the token");
  }

  @Test
  void where_the_metrics_go_is_looked_at() throws IOException {
    MetricsExamination metrics = new MetricsExamination(findings);
    metrics.examine(directory.resolve("nowhere/lastgood.prom"));
    assertThat(text())
        .contains("✗ metrics: " + directory + "/nowhere is not there\n    fix: make it");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    metrics.examine(directory.resolve("lastgood.prom"));
    assertThat(text()).contains("! metrics: " + directory + " lets nobody else in");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    metrics.examine(directory.resolve("lastgood.prom"));
    assertThat(text()).contains("✓ metrics: " + directory + "/lastgood.prom can be written");
    metrics.examine(Files.createDirectory(directory.resolve("odd.prom")));
    assertThat(text()).contains("✗ metrics: " + directory + "/odd.prom is a directory");
  }

  @Test
  void beside_a_running_pass_no_path_is_read() {
    source(new Auth.Anonymous(), false);
    assertThat(text()).contains("master is at").doesNotContain("is there");
  }

  @Test
  void a_destination_is_looked_at_where_it_is() throws IOException {
    Path present = file("present", "x");
    Files.setPosixFilePermissions(present, FileMode.parse("0640").permissions());
    destination(present);
    assertThat(text()).contains("✓").contains("mode 0640");
    destination(directory.resolve("absent"));
    assertThat(text()).contains("! target powersync: " + directory + "/absent is not there yet");
    destination(directory.resolve("nowhere/file"));
    assertThat(text())
        .contains("✗ target powersync: the directory of " + directory + "/nowhere/file does not");
    destination(Files.createSymbolicLink(directory.resolve("link"), present));
    assertThat(text())
        .contains("✗ target powersync: " + directory + "/link is a symlink to " + present);
  }

  @Test
  void a_state_directory_is_told_with_what_it_has_outlived() throws Exception {
    Optional<Instant> used = Optional.of(Instant.parse("2026-01-02T03:04:05Z"));
    state(new Persistence(Optional.of("ext4, mounted at /var"), false, used, 3));
    state(new Persistence(Optional.of("ext4, mounted at /var"), false, used, 1));
    state(new Persistence(Optional.empty(), false, Optional.empty(), 0));
    state(new Persistence(Optional.of("tmpfs, mounted at /run"), true, used, 1));
    String persistence = "persistence: " + directory + " is on ";
    assertThat(text())
        .contains(
            "✓ "
                + persistence
                + "ext4, mounted at /var and has survived 2 reboots since 2026-01-02",
            "✓ " + persistence + "ext4, mounted at /var and has not yet been seen to survive",
            "✓ " + persistence + "no mount that is known and has not been used yet",
            "! " + persistence + "tmpfs, mounted at /run: the record is lost at a restart");
  }

  @Test
  void a_clock_that_runs_behind_the_record_is_told() throws Exception {
    world.sync();
    state(world.clock.now().minus(Duration.ofHours(1)));
    assertThat(text())
        .contains("✗ clock: it is ", ", and the newest entry is of ", "fix: set the clock: ");
  }

  @Test
  void a_record_without_an_entry_and_with_one_are_told() throws Exception {
    state(world.clock.now());
    assertThat(text()).contains("! record of powersync: it has no entry yet");
    world.sync();
    state(world.clock.now());
    assertThat(text()).contains("✓ record of powersync: the newest entry is of just now (");
  }

  @Test
  void a_running_unit_and_a_green_probe_are_fine() throws IOException {
    world.sync();
    consumer(systemd(Activation.Action.TRY_RESTART));
    assertThat(isAnyWrong()).isFalse();
    assertThat(text())
        .contains("✓ target powersync: its service is ACTIVE")
        .contains("its probe is green: 200");
  }

  @Test
  void a_stopped_unit_and_a_red_probe_are_told() throws IOException {
    world.service.stop();
    consumer(systemd(Activation.Action.TRY_RESTART));
    assertThat(text())
        .contains("! target powersync: its service is STOPPED")
        .contains("systemctl start powersync.service")
        .contains("✗ target powersync: its probe is red: down");
  }

  /// A swap would restart it, so nothing is said of one that would not.
  @Test
  void a_unit_on_its_way_is_waited_for() throws IOException {
    world.service.goDown();
    consumer(systemd(Activation.Action.TRY_RESTART));
    assertThat(text())
        .contains("! target powersync: its service is STOPPING\n")
        .contains("wait until it is up or down")
        .doesNotContain("would not start it");
  }

  @Test
  void a_process_that_is_not_seen_may_be_in_another_namespace() throws IOException {
    Activation told = signalled(Activation.Signal.HUP);
    consumer(told);
    assertThat(text()).contains("✓ target powersync: its service: ACTIVE");
    world.service.stop();
    consumer(told);
    assertThat(text())
        .contains("! target powersync: its service: STOPPED: a swap would not start it")
        .contains("spec.shareProcessNamespace is true");
  }

  /// In the words, and by the question, of a pass.
  @Test
  void a_host_that_would_not_let_a_pass_swap_activate_or_prove_is_told() throws IOException {
    Failure unfit = Failure.operator(Step.ACTIVATE, "the unit is masked", "unmask it");
    Failure mute = Failure.operator(Step.PROVE, "the header's file is gone", "bring it back");
    world.service.unfit(Optional.of(unfit));
    world.service.mute(Optional.of(mute));
    consumer(systemd(Activation.Action.TRY_RESTART));
    assertThat(text())
        .contains("✗ target powersync: the unit is masked\n    fix: unmask it\n")
        .contains("✗ target powersync: the header's file is gone\n    fix: bring it back\n")
        .doesNotContain("its service is", "its probe is");
    consumer(new Activation.Command(List.of("/no/such"), Duration.ofSeconds(1)));
    assertThat(text()).doesNotContain("it is activated by");
  }

  @Test
  void what_deploy_when_asks_is_asked_now() throws IOException {
    answers(Probe.Kind.RED, "200 but connected=false, wanted true", List.of());
    assertThat(text()).contains("! target powersync: something new would wait for it: 200 but");
    answers(Probe.Kind.REJECTED, "401 Unauthorized", List.of());
    assertThat(text())
        .contains(
            "✗ target powersync: nothing new is deployed, since deploy-when can't be asked: 401")
        .contains("fix: correct the probe's url, bearer or headers in the configuration");
    answers(Probe.Kind.SILENT, "connection refused", List.of());
    assertThat(text()).contains("so something new would not wait: connection refused");
    answers(Probe.Kind.GREEN, "200", List.of());
    assertThat(text()).contains("✓ target powersync: it may be restarted for something new: 200");
    assertThat(text()).doesNotContain("exit_on_error");
  }

  @Test
  void what_sync_rules_hide_from_a_probe_is_told() throws IOException {
    answers(Probe.Kind.DENIED, "404 Not Found", List.of(new CheckSpec.PowerSyncRules(false)));
    assertThat(text()).contains("fix: have PowerSync answer over HTTP: healthcheck");
    assertThat(text())
        .contains("! target powersync: its probe can't see which rules PowerSync holds");
    answers(Probe.Kind.DENIED, "/probes/liveness: 404 Not Found", List.of());
    assertThat(text()).contains("fix: look at the service");
    answers(
        Probe.Kind.OTHER_CONTENT,
        "200 but the service holds other bytes than the file: x",
        List.of());
    assertThat(text()).contains("fix: look for what stands in the file's place");
  }

  /// Of a service that answers everything like this.
  private void answers(Probe.Kind kind, String detail, List<CheckSpec> checks) {
    Ports real = world.ports();
    Sample sample =
        new Sample(world.clock.now(), kind == Probe.Kind.GREEN, detail, Optional.empty());
    Probe probe =
        new Probe() {
          @Override
          public void requireReady(ProbeSpec.Question question) {}

          @Override
          public Answer ask(
              ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
            return new Answer(sample, kind);
          }
        };
    Ports ports =
        new Ports(
            real.mirror(),
            real.destination(),
            real.checks(),
            real.service(),
            probe,
            real.memory(),
            real.time());
    ProbeSpec spec = world.target.consumer().probe().orElseThrow();
    Consumer consumer =
        new Consumer(
            systemd(Activation.Action.TRY_RESTART),
            Optional.of(spec),
            new Consumer.Patience(
                List.of(new Consumer.Wait(spec.question(), Optional.empty())), true));
    Target plain = target(world.target.place(), consumer);
    new TargetExamination(ports, new Inspection(List.of()), findings)
        .examine(
            new Target(
                plain.name(),
                plain.source(),
                plain.path(),
                plain.place(),
                new Gate(1024, checks),
                consumer));
  }

  @Test
  void a_file_that_is_mounted_by_itself_needs_a_restart() throws IOException {
    String container = "podman container 1234";
    consumer(systemd(Activation.Action.TRY_RESTART), container);
    assertThat(text())
        .contains("! target powersync: podman container 1234 mounts the file by itself");
    consumer(signalled(Activation.Signal.HUP), container);
    assertThat(text()).contains("and its activation does not restart it");
    consumer(signalled(Activation.Signal.TERM), container);
    assertThat(text()).contains("! target powersync: podman container 1234 mounts the file");
    consumer(new Activation.None(), container);
    assertThat(text())
        .contains("and its activation does not restart it\n    fix: mount the directory: /srv");
  }

  private Path file(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private void state(Persistence persistence) {
    HostPreconditions host =
        new LenientHost() {
          @Override
          public Persistence persistence() {
            return persistence;
          }
        };
    state(host, world.clock.now());
  }

  private void state(Instant now) {
    state(new LenientHost(), now);
  }

  private void state(HostPreconditions host, Instant now) {
    Moments moments = new Moments(now, ZoneOffset.UTC);
    new StateExamination(world.ledger, host, moments, findings)
        .examine(directory, List.of(world.target));
  }

  private void source(Auth auth, boolean alone) {
    Source plain = world.target.source();
    Access access = plain.access();
    Source source =
        new Source(
            plain.name(),
            plain.url(),
            plain.branch(),
            new Access(auth, access.caFile(), access.proxy(), access.limits()),
            plain.policy());
    new SourceExamination(world.mirror, new Inspection(List.of()), findings, alone)
        .examine(source, List.of(world.target));
  }

  private void destination(Path path) {
    Place place = new Place(path, Optional.empty(), true, Place.OnDrift.HEAL);
    Ports real = world.ports();
    Ports ports =
        new Ports(
            real.mirror(),
            new FileDestination(Optional::empty),
            real.checks(),
            real.service(),
            real.probe(),
            real.memory(),
            real.time());
    new TargetExamination(ports, new Inspection(List.of()), findings)
        .examine(target(place, world.target.consumer()));
  }

  private static Activation signalled(Activation.Signal signal) {
    return new Activation.Signalled("nginx", signal, Duration.ofSeconds(1));
  }

  private static Activation systemd(Activation.Action action) {
    return new Activation.Systemd("powersync.service", action, Duration.ofSeconds(90));
  }

  /// Beside these containers.
  private void consumer(Activation activation, String... containers) {
    Consumer consumer = new Consumer(activation, world.target.consumer().probe());
    new TargetExamination(world.ports(), new Inspection(List.of(containers)), findings)
        .examine(target(world.target.place(), consumer));
  }

  private Target target(Place place, Consumer consumer) {
    Target plain = world.target;
    return new Target(plain.name(), plain.source(), plain.path(), place, plain.gate(), consumer);
  }

  private boolean isAnyWrong() {
    return findings.all().stream().anyMatch(finding -> finding.severity() == Severity.WRONG);
  }

  private String text() {
    return findings.all().stream().map(DiagnosisTest::text).collect(Collectors.joining());
  }

  private static String text(Finding finding) {
    String mark =
        switch (finding.severity()) {
          case FINE -> "✓ ";
          case NOTICE -> "! ";
          case WRONG -> "✗ ";
        };
    String fix = finding.fix().isEmpty() ? "" : "    fix: " + finding.fix() + "\n";
    return mark + finding.subject() + ": " + finding.message() + "\n" + fix;
  }

  private record Inspection(List<String> containers) implements HostInspection {
    @Override
    public String text(Path file) throws IOException {
      return Files.readString(file);
    }

    @Override
    public Optional<String> problem(List<String> argv) {
      return Optional.empty();
    }

    @Override
    public List<String> containersMounting(Path file) {
      return containers;
    }
  }
}
