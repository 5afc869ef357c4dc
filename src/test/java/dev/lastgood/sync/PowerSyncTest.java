// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.check.HostChecks;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.destination.FileDestination;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Target;
import dev.lastgood.probe.HostProbe;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FakePowerSync;
import dev.lastgood.testkit.NoContainers;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What passes come to with `preset: powersync`, without a token and with one, over a service that
/// answers as PowerSync was seen to. Configuration, checks and probes are real.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PowerSyncTest {
  private final World world = new World();

  @TempDir private Path directory;
  private FakePowerSync service;
  private Containers containers = NoContainers.INSTANCE;
  private Ports ports;
  private Path file;

  @BeforeEach
  void configured() throws Exception {
    file = directory.resolve("sync-rules.yaml");
    service = new FakePowerSync(file, world.clock);
    Ports simulated = world.ports();
    ports =
        new Ports(
            simulated.mirror(),
            new FileDestination(Optional::empty),
            new HostChecks(new CommandRunner(), (where, program) -> containers.run(where, program)),
            service,
            new TickingProbe(new HostProbe(new CommandRunner(), service, world.clock)),
            simulated.memory(),
            world.clock);
    withToken("");
  }

  @AfterEach
  void closed() {
    service.close();
  }

  /// Lets the service be as it is by now before it is asked.
  private final class TickingProbe implements Probe {
    private final Probe probe;

    TickingProbe(Probe probe) {
      this.probe = probe;
    }

    @Override
    public void requireReady(ProbeSpec.Question question) throws StepFailed {
      probe.requireReady(question);
    }

    @Override
    public Answer ask(
        ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
      service.tick();
      return probe.ask(question, timeout, environment);
    }
  }

  private void configure(String preset) throws Exception {
    Path config = directory.resolve("lastgood.yaml");
    Files.writeString(
        config,
        """
        state: %s/state
        sources: {fit: {url: "https://git.example.org/fit.git", branch: master}}
        targets:
          powersync:
            path: powersync/sync-rules.yaml
            destination: %s
            activate: {command: [/bin/true]}
        %s
        """
            .formatted(directory, file, withProbe(preset).indent(4)));
    Target read = new ConfigReader(Map.of()).read(config).targets().getFirst();
    world.target =
        new Target(
            world.target.name(),
            world.target.source(),
            world.target.path(),
            read.place(),
            read.gate(),
            read.consumer());
  }

  /// Sampled in steps that the clock makes.
  private static String withProbe(String keys) {
    return keys.contains("probe: {") ? keys : keys + "\nprobe: {interval: 1s}";
  }

  private void withToken(String more) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), FakePowerSync.TOKEN + "\n");
    configure(
        "preset: {powersync: {url: \"%s\", token-file: %s%s}}"
            .formatted(service.url(), token, more.isEmpty() ? "" : ", " + more));
  }

  /// The parser of the running container, beside the token: it knows nothing of databases.
  private void withParser() throws Exception {
    containers = (_, program) -> new Containers.Answer.Ended(0, judged(program), "");
    configure(
        "preset: {powersync: {url: \"%s\", token-file: %s}}\n"
                .formatted(service.url(), directory.resolve("token"))
            + "check: [{powersync: {parser: container}}]");
  }

  /// Of the candidate, which comes first.
  private static String judged(Containers.NodeProgram program) {
    String input = program.input().text();
    int size = Integer.parseInt(input.substring(0, input.indexOf(' ')));
    String candidate = input.substring(input.indexOf('\n') + 1).substring(0, size);
    String finding = "fatal 4 16 Function 'frobnicate' is not defined\nfatals 1\n";
    return "report 1\nparser 0.40.0\n"
        + (candidate.contains("frobnicate") ? finding : "fatals 0\n")
        + "warnings 0\nlosses 0\nend\n";
  }

  private void withoutToken() throws Exception {
    configure("preset: {powersync: {url: \"" + service.url() + "\"}}");
  }

  private static String rules(String... queries) {
    StringBuilder rules = new StringBuilder("bucket_definitions:\n  all:\n    data:\n");
    for (String query : queries) {
      rules.append("      - ").append(query).append('\n');
    }
    return rules.toString();
  }

  private static final String GOOD = rules("SELECT id FROM lists");
  private static final String OTHER = rules("SELECT id FROM lists", "SELECT id FROM todos");
  private static final String BROKEN = rules("SELECT frobnicate(id) FROM lists");

  private Outcome sync(PassRequest.Option... options) {
    return world.pass(ports, options);
  }

  private Outcome merge(String rules) {
    world.mirror.commit(rules);
    return sync();
  }

  /// The good rules are live and proven, and replicated.
  private void running() throws Exception {
    Files.writeString(file, GOOD);
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));
    assertThat(merge(GOOD).word()).isEqualTo("adopted");
    service.tick();
    assertThat(service.active()).contains(GOOD);
  }

  private static OutcomeKind kind(Outcome outcome) {
    return outcome.written().orElseThrow().outcome();
  }

  @Test
  void good_rules_are_deployed_while_the_initial_replication_goes_on() throws Exception {
    running();
    service.replication = Duration.ofHours(3);

    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(service.active()).contains(GOOD);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(sync().word()).isEqualTo("unchanged");
  }

  @Test
  void the_first_file_is_deployed() throws Exception {
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));

    assertThat(kind(merge(GOOD))).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void an_unknown_function_is_refused_without_a_restart() throws Exception {
    running();

    Outcome outcome = merge(BROKEN);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.REFUSED);
    assertThat(outcome.failures().getFirst().message())
        .contains("Function 'frobnicate' is not defined (line 4, column 16)");
    assertThat(service.starts()).isOne();
  }

  @Test
  void without_a_token_its_crash_loop_is_known_long_before_the_timeout() throws Exception {
    withoutToken();
    running();
    Duration before = world.clock.elapsed();

    Outcome outcome = merge(BROKEN);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(outcome.failures().getFirst().message()).contains("3 times, as in a crash loop");
    assertThat(world.clock.elapsed().minus(before)).isLessThan(Duration.ofSeconds(30));
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }

  @Test
  void without_a_token_rules_that_are_taken_although_they_are_broken_are_not_seen()
      throws Exception {
    withoutToken();
    service.exitOnError = false;
    running();

    assertThat(kind(merge(BROKEN))).isEqualTo(OutcomeKind.DEPLOYED); // docs/powersync.md says so
  }

  @Test
  void rules_that_are_taken_although_they_are_broken_are_rolled_back_at_once() throws Exception {
    service.exitOnError = false;
    service.validates = false;
    running();
    Duration before = world.clock.elapsed();

    Outcome outcome = merge(BROKEN);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(outcome.failures().getFirst().message())
        .contains("will not take it", "Function 'frobnicate' is not defined");
    assertThat(world.clock.elapsed().minus(before)).isLessThan(Duration.ofSeconds(20));
    assertThat(Files.readString(file)).isEqualTo(GOOD);
  }

  /// What moves while the rules are taken is not all that proves it: these very rules are held, and
  /// nothing is wrong with them.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_token_proves_it_without_an_advancing_field(boolean exits) throws Exception {
    service.exitOnError = exits;
    service.validates = false;
    running();
    configure(
        "preset: {powersync: {url: \"%s\", token-file: %s}}\n"
                .formatted(service.url(), directory.resolve("token"))
            + "probe: {advancing: none, interval: 1s}");
    service.touches = false;

    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(kind(merge(BROKEN))).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(Files.readString(file)).isEqualTo(OTHER);
  }

  @Test
  void a_table_that_is_not_there_or_not_replicated_is_refused_by_its_name() throws Exception {
    running();

    assertThat(merge(rules("SELECT id FROM missing")).failures().getFirst().message())
        .contains("Table public.missing not found (line 4, column 24)");
    assertThat(merge(rules("SELECT id FROM nopk")).failures().getFirst().message())
        .contains("No replication id found for nopk");
    assertThat(merge(rules("SELECT id FROM unpublished")).failures().getFirst().message())
        .contains("Table unpublished is not part of publication");
    assertThat(service.starts()).isOne();
  }

  @Test
  void an_old_fault_keeps_no_mend_out() throws Exception {
    withoutToken();
    running();
    assertThat(kind(merge(rules("SELECT id FROM nopk", "SELECT id FROM missing"))))
        .isEqualTo(OutcomeKind.DEPLOYED);
    withToken("");

    assertThat(kind(merge(rules("SELECT id FROM nopk", "SELECT id FROM lists"))))
        .isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void a_byte_order_mark_is_refused() throws Exception {
    running();

    assertThat(kind(merge("\uFEFF" + OTHER))).isEqualTo(OutcomeKind.REFUSED);
  }

  @Test
  void a_service_that_holds_other_rules_than_the_file_is_red() throws Exception {
    running();
    service.override = Optional.of(GOOD);

    Outcome outcome = merge(OTHER);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(outcome.failures().getFirst().message())
        .contains("the service holds other bytes than the file");
    assertThat(outcome.failures().getFirst().hint())
        .startsWith("look for what stands in the file's place");
  }

  @Test
  void one_that_holds_neither_says_nothing_of_the_content() throws Exception {
    running();
    service.override = Optional.of(rules("SELECT id FROM others"));

    Outcome outcome = merge(OTHER);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.STRANDED);
    assertThat(outcome.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
          assertThat(failure.message())
              .startsWith("no proof could be made, neither of the new content nor of the last good")
              .contains("other bytes than the file");
          assertThat(failure.hint()).startsWith("look for what stands in the file's place");
        });
    service.override = Optional.empty();
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void without_its_storage_it_is_not_restarted_and_deploys_afterwards() throws Exception {
    running();
    service.storage = false;

    Outcome outcome = merge(OTHER);
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(outcome.word()).isEqualTo("held");
    assertThat(outcome.failures().getFirst().message()).contains("500 Internal Server Error");
    assertThat(service.starts()).isOne();
    assertThat(Files.readString(file)).isEqualTo(GOOD);
    assertThat(world.history().quarantine()).isEmpty();

    service.storage = true;
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void bad_rules_are_refused_by_a_parser_also_while_the_source_is_away() throws Exception {
    running();
    withParser();
    service.source = false;

    Outcome outcome = merge(BROKEN);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.REFUSED);
    assertThat(outcome.failures().getFirst().message())
        .contains("PowerSync's parser 0.40.0: line 4, column 16: Function 'frobnicate'");
    assertThat(merge(OTHER)).isInstanceOf(Outcome.Waiting.class);
    assertThat(service.starts()).isOne();
  }

  @Test
  void bad_rules_wait_for_the_source_and_are_refused_then() throws Exception {
    running();
    service.source = false;
    assertThat(merge(BROKEN)).isInstanceOf(Outcome.Waiting.class);

    service.source = true;
    assertThat(kind(sync())).isEqualTo(OutcomeKind.REFUSED);
    assertThat(service.starts()).isOne();
  }

  /// Whatever a validation without a database comes to is no verdict, on bad rules and on good
  /// ones.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      value = {
        "500 | {\"error\":{\"code\":\"PSYNC_S2001\"}}",
        "500 | ",
        "503 | <html>Service Unavailable</html>",
        "200 | {\"data\":{\"errors\":[{\"level\":\"fatal\",\"message\":\"connection failed\"}]}}",
        "200 | {\"data\":{\"errors\":[{\"level\":\"fatal\",\"message\":\"Table missing not"
            + " found\"},{\"level\":\"fatal\",\"message\":\"connection failed\"}]}}",
        "200 | {\"data\":{\"errors\":null}}",
        "200 | {\"data\":{}}",
        "200 | {\"data\":{\"errors\":\"\"}}",
        "200 | {}",
        "200 | []",
        "200 | null",
        "200 | ",
        "200 | {\"data\":",
      })
  void a_validation_without_a_database_judges_nothing(int status, String body) throws Exception {
    running();
    service.validation = Optional.of(new FakePowerSync.Said(status, body == null ? "" : body));
    for (String rules : List.of(BROKEN, OTHER)) {
      Outcome outcome = merge(rules);
      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.failures().getFirst().remedy()).isEqualTo(Remedy.RETRY);
      assertThat(outcome.failures().getFirst().message())
          .contains("/api/admin/v1/validate could not judge: ");
    }
    service.source = false;
    assertThat(sync()).isInstanceOf(Outcome.Waiting.class);
    assertThat(service.starts()).isOne();
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(world.record()).containsExactly("adopted");

    service.validation = Optional.empty();
    service.source = true;
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void waiting_for_too_long_is_no_longer_quiet() throws Exception {
    running();
    service.source = false;
    assertThat(merge(OTHER).conclusion().word()).isEqualTo("held");

    world.clock.set(Duration.ofHours(25));
    Outcome outcome = sync();
    assertThat(outcome.conclusion().word()).isEqualTo("stale");
    assertThat(outcome.failures().getFirst().message()).contains("connected=false");
    assertThat(service.starts()).isOne();
  }

  @Test
  void an_operator_need_not_wait() throws Exception {
    running();
    service.source = false;
    world.mirror.commit(OTHER);
    assertThat(sync()).isInstanceOf(Outcome.Waiting.class);
    service.source = true;
    withToken("wait-active: true");
    service.replication = Duration.ofHours(3);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);

    Outcome waits = merge(GOOD + "# again\n");
    assertThat(waits.failures().getFirst().message()).contains("initial_replication_done=false");
    assertThat(kind(sync(PassRequest.Option.RETRY))).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void the_next_change_waits_for_the_initial_replication_when_told_so() throws Exception {
    running();
    withToken("wait-active: true");
    service.replication = Duration.ofHours(3);
    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(merge(GOOD + "# again\n")).isInstanceOf(Outcome.Waiting.class);
    assertThat(service.starts()).isEqualTo(2);

    world.clock.sleep(Duration.ofHours(3));
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void how_far_the_replication_is_that_it_waits_for_is_told_by_each_pass() throws Exception {
    replicating("wait-active: true");

    Instant begun = lastPass().at();
    String said = lastPass().result().failure().orElseThrow().message();
    assertThat(said)
        .startsWith(
            "it waits for the service, which is not restarted now: /api/admin/v1/diagnostics: 200"
                + " but data.deploying_sync_rules has"
                + " connections[*].initial_replication_done=false")
        .contains("; slot_name=powersync_2, replication_lag_bytes=", ", wal_status=reserved");
    world.clock.sleep(Duration.ofMinutes(5));
    sync();
    assertThat(lastPass().result().failure().orElseThrow().message()).isNotEqualTo(said);
    assertThat(lastPass().since()).as("it is the same wait").isEqualTo(begun);
  }

  private LastPass lastPass() {
    return world.cache.lastPass(world.target.name()).orElseThrow();
  }

  /// New rules replicate, and newer ones wait for that.
  private void replicating(String keys) throws Exception {
    running();
    withToken(keys);
    service.replication = Duration.ofDays(365);
    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(merge(GOOD + "# again\n")).isInstanceOf(Outcome.Waiting.class);
  }

  @Test
  void a_replication_that_can_not_end_keeps_no_mend_out() throws Exception {
    replicating("wait-active: true");
    service.broken = Optional.of("PSYNC_S1146: the slot was invalidated");

    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @ParameterizedTest
  @CsvSource({"wait-active: true, 24", "'wait-active: true, wait-at-most: 2h', 2"})
  void one_that_does_not_end_is_waited_for_no_longer_than_that(String keys, int hours)
      throws Exception {
    replicating(keys);
    world.clock.sleep(Duration.ofHours(hours).minusMinutes(5));
    assertThat(sync()).isInstanceOf(Outcome.Waiting.class);
    world.clock.sleep(Duration.ofMinutes(6));

    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
    service.source = false;
    merge(GOOD + "# once more\n");
    world.clock.sleep(Duration.ofHours(30));
    assertThat(sync())
        .as("its source is waited for as long as it takes")
        .isInstanceOf(Outcome.Waiting.class);
  }

  @Test
  void a_clock_that_was_far_ahead_makes_nobody_wait_for_years() throws Exception {
    replicating("wait-active: true");
    world.clock.set(Duration.ofMinutes(-5));
    assertThat(sync()).isInstanceOf(Outcome.Waiting.class);
    world.clock.set(Duration.ofDays(-365));

    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void that_the_source_is_away_is_no_fault_of_the_rules() throws Exception {
    running();
    world.clock.after(Duration.ofSeconds(4), () -> service.source = false);

    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void a_wrong_token_is_the_operators() throws Exception {
    running();
    Files.writeString(directory.resolve("token"), "other");

    Outcome outcome = merge(OTHER);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.failures().getFirst().remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(outcome.failures().getFirst().message()).contains("401 Unauthorized");
    assertThat(service.starts()).isOne();
    assertThat(world.history().quarantine()).isEmpty();
  }

  /// Without deploy-when as well, since no proof could be made.
  @Test
  void a_wrong_token_is_the_operators_where_only_the_probe_has_one() throws Exception {
    running();
    Files.writeString(directory.resolve("other"), "other");
    configure(
        "probe: {http: \"%s/api/admin/v1/diagnostics\", method: POST, bearer: %s, body: \"{}\", interval: 1s}"
            .formatted(service.url(), directory.resolve("other")));

    isOperators(merge(OTHER), "401 Unauthorized");
    isOperators(sync(), "401 Unauthorized");
    assertThat(service.starts()).isOne();
    assertThat(world.record()).containsExactly("adopted");

    Files.writeString(directory.resolve("other"), FakePowerSync.TOKEN);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  private void isOperators(Outcome outcome, String said) throws Exception {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    Failure failure = outcome.failures().getFirst();
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo("the service can't be asked how it is: " + said);
    assertThat(failure.hint()).contains("url, bearer or headers", "the token's file");
    assertThat(Files.readString(file)).isEqualTo(GOOD);
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void the_file_that_lies_there_is_not_taken_over_on_a_wrong_token() throws Exception {
    Files.writeString(file, GOOD);
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));
    token("other");

    isOperators(merge(GOOD), "/api/admin/v1/diagnostics: 401 Unauthorized");
    assertThat(world.record()).isEmpty();
    token(FakePowerSync.TOKEN);
    assertThat(sync().word()).isEqualTo("adopted");
    assertThat(service.starts()).isOne();
  }

  /// The last good is denied as well: no proof of any content could be made, and the new one is
  /// tried once more when the token is mended.
  @Test
  void a_token_that_goes_wrong_within_a_proof_does_not_condemn_the_content() throws Exception {
    running();
    world.clock.after(Duration.ofSeconds(1), () -> token("other"));

    Outcome outcome = merge(OTHER);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.STRANDED);
    assertThat(outcome.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
          assertThat(failure.message())
              .isEqualTo(
                  "no proof could be made, neither of the new content nor of the last good:"
                      + " /api/admin/v1/diagnostics: 401 Unauthorized");
          assertThat(failure.hint()).contains("the token's file").doesNotContain("merge");
        });
    int starts = service.starts();
    sync();
    assertThat(service.starts()).as("the timer restarts nothing over it").isEqualTo(starts);

    token(FakePowerSync.TOKEN);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(Files.readString(file)).isEqualTo(OTHER);
  }

  private void token(String text) {
    try {
      Files.writeString(directory.resolve("token"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_fails_while_the_last_good_fails_as_well_is_tried_once_more() throws Exception {
    running();
    world.clock.after(Duration.ofSeconds(1), () -> service.storage = false);

    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.LAST_GOOD_FAILED);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.STRANDED);

    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(Files.readString(file)).isEqualTo(OTHER);
  }

  @Test
  void without_a_token_a_good_file_is_tried_once_more_when_the_storage_is_back() throws Exception {
    withoutToken();
    running();
    service.storage = false;
    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.STRANDED);

    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(Files.readString(file)).isEqualTo(OTHER);
  }

  @Test
  void so_is_the_first_file_of_all() throws Exception {
    withoutToken();
    service.exitsWithoutFile = false;
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));
    service.storage = false;
    service.restart();
    Outcome outcome = merge(GOOD);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.UNHEALTHY_BEFORE);
    int starts = service.starts();
    assertThat(sync().conclusion().word()).isEqualTo("unhealthy");
    assertThat(service.starts()).isEqualTo(starts);

    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  /// With a token of which no check and no deploy-when knows.
  @Test
  void the_first_file_of_all_is_not_condemned_over_a_wrong_token() throws Exception {
    service.exitsWithoutFile = false;
    service.restart();
    world.clock.sleep(Duration.ofSeconds(20));
    configure(
        "probe: {http: \"%s/api/admin/v1/diagnostics\", method: POST, bearer: %s, body: \"{}\", interval: 1s}"
            .formatted(service.url(), Files.writeString(directory.resolve("other"), "other")));
    Outcome outcome = merge(GOOD);
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(outcome.failures().getFirst().hint()).contains("the token's file");
    int starts = service.starts();
    sync();
    assertThat(service.starts()).isEqualTo(starts);

    Files.writeString(directory.resolve("other"), FakePowerSync.TOKEN);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void a_second_failure_stands() throws Exception {
    running();
    world.clock.after(Duration.ofSeconds(1), () -> service.storage = false);
    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.STRANDED);
    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));
    // What is live has proven itself by then, and the new content is about to.
    world.clock.after(Duration.ofSeconds(8), () -> service.storage = false);
    assertThat(kind(sync())).isEqualTo(OutcomeKind.STRANDED);
    assertThat(service.starts()).isEqualTo(5);
    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));

    assertThat(sync().failures().getFirst().message())
        .contains("it was rolled back, and is not tried again by itself");
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.FAILED);
    assertThat(Files.readString(file)).isEqualTo(GOOD);
  }

  @Test
  void it_is_not_when_an_operator_does_not_want_that() throws Exception {
    running();
    configure(
        "preset: {powersync: {url: \"%s\", token-file: %s}}\nretry-after-outage: false"
            .formatted(service.url(), directory.resolve("token")));
    world.clock.after(Duration.ofSeconds(1), () -> service.storage = false);
    assertThat(kind(merge(OTHER))).isEqualTo(OutcomeKind.STRANDED);
    service.storage = true;
    world.clock.sleep(Duration.ofSeconds(20));

    Outcome outcome = sync();
    assertThat(outcome.failures().getFirst().message()).contains("retry-after-outage is off");
    assertThat(Files.readString(file)).isEqualTo(GOOD);
  }

  @Test
  void probes_that_are_files_only_are_named() throws Exception {
    running();
    service.filesystemProbesOnly = true;

    isOperators(merge(OTHER), "/probes/liveness: 404 Not Found");
    assertThat(service.starts()).isOne();
    service.filesystemProbesOnly = false;
    assertThat(kind(sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }
}
