// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.HostInspection;
import dev.lastgood.app.Operator;
import dev.lastgood.config.Config;
import dev.lastgood.host.StopSignal;
import dev.lastgood.ledger.GitLedger;
import dev.lastgood.ledger.LedgerArchive;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.process.Program;
import dev.lastgood.report.Line;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.LenientHost;
import dev.lastgood.testkit.PublishedSchemas;
import dev.lastgood.testkit.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The program in this process: a real configuration and a real ledger, a simulated branch and
/// service, and a clock that stands still.
final class CliWorld {
  private static final String CONFIG =
      """
      state: %s
      sources:
        fit:
          url: https://git.example.org/fit.git
          branch: master
      targets:
        powersync:
          source: fit
          path: powersync/sync-rules.yaml
          destination: /srv/rules.yaml
          activate:
            systemd: {unit: powersync.service}
          probe:
            http: http://127.0.0.1:8080/probes/liveness
            settle: 6s
            advancing: touched_at
      """;

  private static final String SECOND_TARGET =
      """
        proxy:
          source: fit
          path: proxy/routes.yaml
          destination: /srv/routes.yaml
          activate: none
      """;

  private final Path directory;
  private final World world = new World();
  private final Map<String, String> variables = new HashMap<>();
  private Line.Style style = new Line.Style(false, true);
  private boolean journal;
  private boolean locked;
  private boolean broken;
  private Optional<Failure> recordAnswers = Optional.empty();
  private String buggy = "";
  private Optional<Config> equipped = Optional.empty();

  /// What a command said.
  record Said(String out, String err, int exit) {}

  CliWorld(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("state"));
    write(CONFIG);
  }

  private void write(String config) throws IOException {
    Files.writeString(configFile(), config.formatted(directory.resolve("state")));
  }

  Path directory() {
    return directory;
  }

  private Path configFile() {
    return directory.resolve("lastgood.yaml");
  }

  void style(boolean colour, boolean unicode) {
    style = new Line.Style(colour, unicode);
  }

  /// Makes something happen, as the first word says: one line of a case's `world`.
  void happen(String line) throws IOException {
    List<String> words = List.of(line.split(" ", 2));
    String rest = words.getLast();
    switch (words.getFirst()) {
      case "commit" -> {
        String[] parts = rest.split(" \\| ", 2);
        world.mirror.commit(unescaped(parts[1]), unescaped(parts[0]));
      }
      case "remove" -> world.mirror.remove(unescaped(rest));
      case "run" -> run(rest.split(" "));
      case "wait" -> world.clock.sleep(Duration.parse(rest));
      case "edit" -> world.destination.write(world.target.place(), unescaped(rest));
      case "record" -> {
        Path there = directory.resolve("record.git");
        GitOrigin.create(there);
        write(
            CONFIG
                + """
                ledger:
                  push: {url: "file://%s", mode: %s}
                """
                    .formatted(there, rest));
      }
      case "record-answers" -> recordAnswers = Optional.empty();
      case "record-fails" ->
          recordAnswers =
              Optional.of(
                  new Failure(
                      Step.RECONCILE,
                      Remedy.valueOf(rest.toUpperCase(Locale.ROOT)),
                      "the record's remote said so",
                      "mend it"));
      case "down" -> world.mirror.down();
      case "up" -> world.mirror.failing(Optional.empty());
      case "stop" -> world.service.stop();
      case "ill" -> world.service.fallIll(true);
      case "rewrite" -> world.mirror.rewrite();
      case "journal" -> journal = true;
      case "lock" -> locked = true;
      case "bug-in" -> buggy = rest;
      case "wiring-breaks" -> broken = true;
      case "two-targets" -> write(CONFIG + SECOND_TARGET);
      case "columns" -> variables.put("COLUMNS", rest);
      case "colours" -> style(true, true);
      case "ascii" -> style(false, false);
      case "config" -> write(unescaped(rest));
      default -> throw new IllegalArgumentException(line);
    }
  }

  /// Sets a variable for the commands that follow.
  void variable(String name, String value) {
    variables.put(name, value);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("LASTGOOD_CONFIG", configFile().toString());
    return environment;
  }

  private static String unescaped(String text) {
    return Pattern.compile("<U\\+([0-9A-F]{4})>")
        .matcher(text.translateEscapes())
        .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
  }

  Said run(String... args) {
    return runOn(new ByteArrayInputStream(new byte[0]), args);
  }

  /// As [#run], with something to read from standard input.
  Said runOn(InputStream in, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Environment.Streams streams =
        new Environment.Streams(
            in,
            new StandardOutput(OutputStream.nullOutputStream()),
            new PrintWriter(out),
            new PrintWriter(err),
            new Screen(style, Optional::empty, Progress.NONE, variables),
            journal);
    Environment environment =
        new Environment(
            environment(),
            streams,
            new Environment.Clock(world.clock, () -> ZoneId.of("Europe/Vienna")),
            new Operator("jane", "web-arm"),
            this::equip,
            new StopSignal(() -> {}));
    int exit = Main.run(environment, args);
    streams.out().flush();
    streams.err().flush();
    PublishedSchemas.requireFit(List.of(args), out.toString());
    return new Said(out.toString(), err.toString(), exit);
  }

  /// The configuration that the last command connected the adapters for.
  Config equipped() {
    return equipped.orElseThrow();
  }

  private Equipment equip(Config config) {
    equipped = Optional.of(config);
    if (broken) {
      throw new IllegalStateException("a planted bug\nwith a second line");
    }
    InstantSource clock = world.clock::now;
    GitLedger ledger = new GitLedger(config.stateDirectory(), "web-arm", clock);
    Ports simulated = world.ports();
    Ports ports =
        new Ports(
            simulated.mirror(),
            simulated.destination(),
            (target, subject) -> {
              if (target.name().value().equals(buggy)) {
                throw new IllegalStateException("a planted bug");
              }
              return simulated.checks().check(target, subject);
            },
            simulated.service(),
            simulated.probe(),
            new Ports.Memory(ledger, remote(config), world.cache),
            simulated.time());
    return new Equipment(
        ports,
        new Deployer(ports, new CriticalSection()),
        new LedgerArchive(config.stateDirectory(), "web-arm", clock),
        new LenientHost(),
        new SimulatedLock(),
        new SimulatedInspection());
  }

  private LedgerRemote remote(Config config) {
    LedgerRemote remote = Wiring.remote(config, new Operator("jane", "web-arm"), Progress.NONE);
    return (LedgerRemote)
        Proxy.newProxyInstance(
            LedgerRemote.class.getClassLoader(),
            new Class<?>[] {LedgerRemote.class},
            (_, method, arguments) -> {
              boolean asks = List.of("compare", "push", "tip").contains(method.getName());
              if (asks && recordAnswers.isPresent()) {
                throw new StepFailed(recordAnswers.get());
              }
              try {
                return method.invoke(remote, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// The disk is this one; there are no containers.
  private static final class SimulatedInspection implements HostInspection {
    @Override
    public String text(Path file) throws IOException {
      return Files.readString(file);
    }

    @Override
    public Optional<String> problem(List<String> argv) {
      return Program.problem(argv);
    }

    @Override
    public List<String> containersMounting(Path file) {
      return List.of();
    }
  }

  private final class SimulatedLock implements Lock {
    @Override
    public Answer take() {
      return locked ? new Busy("process 4711, since 04:00:00") : (Held) () -> {};
    }

    @Override
    public boolean isHeld() {
      return locked;
    }
  }
}
