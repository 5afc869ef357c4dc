// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Auth;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.CommitPages;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.HostName;
import dev.lastgood.model.Isolation;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.testkit.Golden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigReaderTest {
  private static final Path CASES = Path.of("testdata/config");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/lastgood.service");

  private static final Set<TargetState> FOR_A_PERSON =
      EnumSet.of(
          TargetState.WAITING,
          TargetState.REWRITTEN,
          TargetState.FAILING,
          TargetState.STALE,
          TargetState.DRIFTED,
          TargetState.UNHEALTHY,
          TargetState.STRANDED,
          TargetState.LOST);
  private static final List<Notifier> NOTIFIERS =
      List.of(
          new Notifier(
              new Notifier.Command(
                  Stream.of("/usr/local/bin/page", "--id", "{id}", "{summary}")
                      .map(MessageTemplate::new)
                      .toList(),
                  new MessageTemplate("{message}")),
              EnumSet.of(TargetState.STRANDED, TargetState.UNHEALTHY, TargetState.LOST),
              Duration.ofHours(1),
              Duration.ofSeconds(30)),
          webhook(
              new Notifier.Address.Given(URI.create("https://push.example.org/message")),
              Notifier.Method.PUT,
              Map.of(
                  "X-Priority",
                  new RequestSpec.HeaderValue.Literal("high"),
                  "Authorization",
                  new RequestSpec.HeaderValue.Bearer(Path.of("/run/secrets/push"))),
              new Notifier.Body.Template(
                  new MessageTemplate("title={summary}&message={details}"), Notifier.Format.FORM)),
          webhook(
              new Notifier.Address.FromFile(Path.of("/run/secrets/hook")),
              Notifier.Method.POST,
              Map.of("X-Key", new RequestSpec.HeaderValue.FromFile(Path.of("/run/secrets/key"))),
              new Notifier.Body.FromFile(Path.of("/run/secrets/hook.json"), Notifier.Format.JSON)),
          webhook(
              new Notifier.Address.Given(URI.create("http://127.0.0.1:8065/hooks/x")),
              Notifier.Method.POST,
              Map.of(),
              new Notifier.Body.Template(
                  new MessageTemplate("{\"text\": \"{message}\"}"), Notifier.Format.JSON)));

  @TempDir private Path directory;

  private static Notifier webhook(
      Notifier.Address address,
      Notifier.Method method,
      Map<String, RequestSpec.HeaderValue> headers,
      Notifier.Body body) {
    return new Notifier(
        new Notifier.Webhook(address, method, headers, body),
        FOR_A_PERSON,
        Duration.ofHours(24),
        Duration.ofSeconds(10));
  }

  @Test
  void who_is_told_is_known_whatever_else_is_wrong() throws Exception {
    Path wrong =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            """
            state: /srv/state
            sources: nonsense
            targts: {}
            notify:
              - command: [/usr/bin/page, "{nobody}"]
              - command: [/usr/bin/page, "{summary}"]
                on: [lost]
            """);

    ConfigReader.Notifying known = new ConfigReader(ENVIRONMENT).notifying(wrong);

    assertThat(known.state()).isEqualTo(Path.of("/srv/state"));
    assertThat(known.notifiers()).extracting(Notifier::on).contains(Set.of(TargetState.LOST));
    Path without = Files.writeString(directory.resolve("without.yaml"), "targets: 1");
    assertThat(new ConfigReader(ENVIRONMENT).notifying(without))
        .isEqualTo(new ConfigReader.Notifying(Path.of("/var/lib/lastgood"), List.of()));
  }

  @Test
  void reads_the_example_of_the_design() throws ConfigRejected {
    Config config = valid("design");

    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/lastgood"));
    Source source = config.sources().getFirst();
    assertThat(source.name().value()).isEqualTo("fit");
    assertThat(source.branch().orElseThrow().name()).isEqualTo("master");
    assertThat(source.access().auth())
        .isEqualTo(new Auth.Token("lastgood", Path.of("/run/credentials/lastgood.service/token")));
    assertThat(source.access().caFile()).contains(Path.of("/etc/ssl/own-ca.pem"));
    assertThat(source.access().limits().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.policy().staleAfter()).isEqualTo(Duration.ofHours(24));
    Target target = config.targets().getFirst();
    assertThat(target.source()).isEqualTo(source);
    assertThat(target.place())
        .isEqualTo(
            new Place(
                Path.of("/var/lib/powersync/sync-rules.yaml"),
                Optional.of(new FileMode(0644)),
                true,
                Place.OnDrift.HEAL));
    assertThat(target.consumer().activation())
        .isEqualTo(
            new Activation.Systemd(
                "podman-powersync.service", Activation.Action.TRY_RESTART, Duration.ofSeconds(90)));
  }

  @Test
  void merges_the_preset_before_the_targets_own_checks() throws ConfigRejected {
    Target target = valid("design").targets().getFirst();

    assertThat(target.gate().checks())
        .containsExactly(
            new CheckSpec.Yaml(List.of("bucket_definitions", "streams"), List.of()),
            new CheckSpec.PowerSyncRules(false),
            new CheckSpec.Yaml(List.of("bucket_definitions", "streams"), List.of()),
            new CheckSpec.JsonSchema(
                Path.of("/etc/lastgood/rules.schema.json"), Duration.ofSeconds(30)),
            new CheckSpec.Command(
                List.of("/usr/bin/check-rules", "{file}"), Duration.ofSeconds(30)));
  }

  @Test
  void a_targets_own_judgement_of_sync_rules_stands_in_the_presets_place() throws ConfigRejected {
    RulesParser container = parser(new RulesParser.Container(Optional.empty()), 30);

    assertThat(valid("parser").targets().getFirst().gate().checks())
        .containsExactly(
            new CheckSpec.Yaml(List.of("bucket_definitions", "streams"), List.of()),
            new CheckSpec.PowerSyncRules(true, Optional.of(container)),
            new CheckSpec.Command(List.of("/usr/bin/check", "{file}"), Duration.ofSeconds(30)));
  }

  @Test
  void says_where_a_parser_is() throws ConfigRejected {
    assertThat(valid("parser").targets().stream().skip(1).flatMap(ConfigReaderTest::parsers))
        .containsExactly(
            parser(new RulesParser.Container(Optional.of("power-sync_1.0")), 30),
            parser(
                new RulesParser.Image("registry.example.org:5000/powersync:1.25.0@sha256:0a"), 10),
            parser(new RulesParser.Directory(Path.of("/opt/parser"), "node"), 30),
            parser(new RulesParser.Directory(Path.of("/opt/parser"), "/opt/node/bin/node"), 30));
  }

  private static RulesParser parser(RulesParser.Where where, int seconds) {
    return new RulesParser(where, Duration.ofSeconds(seconds));
  }

  private static Stream<RulesParser> parsers(Target target) {
    return target.gate().checks().stream()
        .filter(CheckSpec.PowerSyncRules.class::isInstance)
        .map(CheckSpec.PowerSyncRules.class::cast)
        .flatMap(rules -> rules.parser().stream());
  }

  @Test
  void lets_a_targets_own_probe_win_over_the_presets() throws ConfigRejected {
    List<Target> targets = valid("preset").targets();

    ProbeSpec probe = targets.getFirst().consumer().probe().orElseThrow();
    assertThat(probe.question())
        .isEqualTo(
            new ProbeSpec.Http(
                RequestSpec.get(URI.create("http://127.0.0.1:9090/probes/liveness")),
                new ProbeSpec.Expect(
                    Set.of(200), equal(Map.of("ready", "true")), Optional.of("touched_at"))));
    assertThat(probe.timing())
        .isEqualTo(
            new ProbeSpec.Timing(
                Duration.ofMinutes(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(6),
                OptionalInt.of(3)));
    assertThat(targets.getFirst().gate().checks()).contains(new CheckSpec.PowerSyncRules(true));
    ProbeSpec other = targets.getLast().consumer().probe().orElseThrow();
    assertThat(other.question()).isEqualTo(new ProbeSpec.Command(List.of("/usr/bin/probe")));
    assertThat(other.timing().timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(other.timing().settle()).isEqualTo(Duration.ofSeconds(8));
  }

  private static Map<String, FieldTest> equal(Map<String, String> values) {
    Map<String, FieldTest> fields = new HashMap<>();
    values.forEach((path, value) -> fields.put(path, new FieldTest.Equal(value)));
    return fields;
  }

  @Test
  void reads_every_key() throws ConfigRejected {
    Config config = valid("everything");

    assertThat(config.host())
        .isEqualTo(
            new Config.Host(
                Path.of("/srv/lastgood"),
                Optional.of(Isolation.BARE),
                Optional.of(Path.of("/srv")),
                true,
                Optional.of(Path.of("/run/lastgood/units"))));
    assertThat(config.ledger().host()).contains(new HostName("web-arm"));
    Config.Push push = config.ledger().push().orElseThrow();
    assertThat(push.policy()).isEqualTo(new PushPolicy(PushPolicy.Mode.SYNC, Duration.ofHours(6)));
    assertThat(push.remote().url()).hasToString("https://git.example.org/ops/record.git");
    assertThat(push.remote().access().auth())
        .isEqualTo(new Auth.Token("recorder", Path.of("/run/secrets/record")));
    assertThat(push.remote().setting("auth.token-file")).isEqualTo("ledger.push.auth.token-file");
    assertThat(push.remote().access().limits().timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(push.remote().access().limits().maxObject())
        .as("as large as a source's may be")
        .isEqualTo(64L << 20);
    assertThat(config.watch().interval(new SourceName("rules"))).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.watch().interval(new SourceName("local"))).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.watch().listen())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("::1"), 9460));
    assertThat(config.watch().hookSecrets())
        .isEqualTo(Map.of(new SourceName("rules"), Path.of("/run/keys/hook")));
    assertThat(config.operation().notifiers()).isEqualTo(NOTIFIERS);
    Source app = config.sources().getFirst();
    assertThat(app.web())
        .contains(new CommitPages("https://git.example.org/team/app/commit/{commit}"));
    assertThat(app.access().proxy()).contains(URI.create("http://proxy.example.org:3128"));
    assertThat(app.access().limits().maxDownload()).isEqualTo(1L << 30);
    assertThat(app.access().limits().maxObject()).isEqualTo(64L << 20);
    assertThat(app.policy().rewrites()).isEqualTo(SourcePolicy.Rewrites.ACCEPT);
    assertThat(app.policy().staleAfter()).isEqualTo(Duration.ofDays(7));
    assertThat(app.policy().signatures().require()).isEqualTo(Signatures.Require.ALL);
    Source rules = config.sources().get(1);
    assertThat(rules.access().auth()).isInstanceOf(Auth.SshKey.class);
    Target proxy = config.targets().getFirst();
    assertThat(proxy.gate().maxSize()).isEqualTo(65536);
    assertThat(proxy.gate().checks().getLast())
        .isEqualTo(
            new CheckSpec.Command(
                List.of("/usr/sbin/proxy", "--check", "--config={file}", "${HOME}"),
                Duration.ofSeconds(30)));
    assertThat(proxy.consumer().probe().orElseThrow().question())
        .isEqualTo(
            new ProbeSpec.Http(
                new RequestSpec(
                    URI.create("https://127.0.0.1:8443/health"),
                    "POST",
                    Map.of(
                        "Accept",
                        new RequestSpec.HeaderValue.Literal("application/json"),
                        "Authorization",
                        new RequestSpec.HeaderValue.FromFile(Path.of("/run/secrets/probe"))),
                    Optional.of("{}")),
                new ProbeSpec.Expect(
                    Set.of(200, 204),
                    equal(Map.of("ready", "true", "db.lag", "0", "db.state", "up")),
                    Optional.empty())));
  }

  @Test
  void defaults_are_those_of_the_reference() throws ConfigRejected {
    Config config = valid("smallest");

    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/lastgood"));
    assertThat(config.ledger()).isEqualTo(new Config.Ledger(Optional.empty(), Optional.empty()));
    Target target = config.targets().getFirst();
    assertThat(target.source().branch()).isEmpty();
    assertThat(target.source().access().auth()).isEqualTo(new Auth.Anonymous());
    assertThat(target.gate().maxSize()).isEqualTo(1 << 20);
    assertThat(target.gate().checks()).isEmpty();
    assertThat(target.place().mode()).isEmpty();
    assertThat(target.place().keepPrevious()).isTrue();
    assertThat(target.consumer().activation()).isEqualTo(new Activation.None());
    assertThat(target.consumer().probe()).isEmpty();
  }

  @Test
  void a_byte_order_mark_is_no_problem() throws Exception {
    Path file = directory.resolve("lastgood.yaml");
    Files.writeString(file, "\uFEFF" + Files.readString(CASES.resolve("valid/smallest.yaml")));

    assertThat(new ConfigReader(Map.of()).read(file).targets()).hasSize(1);
  }

  static Stream<Path> invalid() throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve("invalid"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @Test
  void a_neighbour_in_a_pod_is_told_by_a_signal() throws ConfigRejected {
    Config config = valid("pod");
    assertThat(config.targets().getFirst().consumer().activation())
        .isEqualTo(new Activation.Signalled("nginx", Activation.Signal.HUP, Duration.ofMinutes(5)));
    assertThat(config.watch().listen())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9460));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void names_every_problem(Path file) throws IOException {
    ConfigRejected rejected =
        catchThrowableOfType(
            ConfigRejected.class, () -> new ConfigReader(Map.of("CA", "/x")).read(file));

    String problems =
        rejected.problems().stream()
            .map(problem -> problem + "\n")
            .collect(Collectors.joining())
            .replace(file.getParent() + "/", "");
    Golden.assertCurrent(Path.of(file.toString().replace(".yaml", ".txt")), problems);
  }

  @Test
  void a_missing_file_says_how_to_name_another() {
    Path file = directory.resolve("nowhere.yaml");

    assertThatThrownBy(() -> new ConfigReader(Map.of()).read(file))
        .hasMessage(
            file
                + ": there is no such file (name another one with --config FILE or"
                + " LASTGOOD_CONFIG)");
    assertThatThrownBy(() -> new ConfigReader(Map.of()).read(directory))
        .hasMessageContaining("is a directory");
  }

  @Test
  void a_huge_file_is_not_read() throws IOException {
    Path file = directory.resolve("huge.yaml");
    Files.write(file, "# huge\n".repeat(200_000).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> new ConfigReader(Map.of()).read(file))
        .hasMessageContaining("larger than 1 MiB");
  }

  private static Config valid(String name) throws ConfigRejected {
    return new ConfigReader(ENVIRONMENT).read(CASES.resolve("valid/" + name + ".yaml"));
  }
}
