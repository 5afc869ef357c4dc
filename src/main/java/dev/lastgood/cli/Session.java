// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.app.Equipment;
import dev.lastgood.app.ExclusiveWork;
import dev.lastgood.app.Operator;
import dev.lastgood.app.Recorded;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.json.Json;
import dev.lastgood.log.Priority;
import dev.lastgood.model.Trigger;
import dev.lastgood.report.Line;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.text.Moments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One run of one command: what it was told before its verb, and what it works with.
///
/// The configuration is read, and the adapters are connected, when they are first asked for: some
/// commands need neither.
final class Session {
  static final Path USUAL_CONFIG = Path.of("/etc/lastgood.yaml");

  private final Environment environment;
  private final Optional<Path> givenConfig;
  private final OutputFormat format;
  private final Console console;
  private Optional<Config> config = Optional.empty();
  private Optional<Equipment> equipment = Optional.empty();

  Session(Environment environment, Optional<Path> givenConfig, OutputFormat format) {
    this.environment = environment;
    this.givenConfig = givenConfig;
    this.format = format;
    this.console = new Console(environment.streams());
  }

  boolean json() {
    return format == OutputFormat.JSON;
  }

  /// Writes an answer as data, in the format that was asked for.
  void answer(Supplier<Json> json, Supplier<List<Line>> text) {
    switch (format) {
      case TEXT -> console.print(text.get());
      case JSON -> console.print(json.get());
    }
  }

  Console console() {
    return console;
  }

  Environment environment() {
    return environment;
  }

  /// Times as people read them, as of now.
  Moments moments() {
    return new Moments(environment.clock().time().now(), environment.clock().zone().get());
  }

  /// The configuration file: as given, from the environment, or at its usual place.
  Path configFile() {
    String named = environment.variables().getOrDefault("LASTGOOD_CONFIG", "");
    return givenConfig
        .or(() -> named.isBlank() ? Optional.empty() : Optional.of(Path.of(named)))
        .orElse(USUAL_CONFIG);
  }

  /// The same about another configuration, where one is named, with other variables.
  Session about(Optional<Path> otherConfig, Map<String, String> variables) {
    Environment other =
        new Environment(
            variables,
            environment.streams(),
            environment.clock(),
            environment.operator(),
            environment.wiring(),
            environment.signal());
    return new Session(other, otherConfig.or(() -> givenConfig), format);
  }

  Config config() throws ConfigRejected {
    if (config.isEmpty()) {
      config = Optional.of(read(configFile()));
    }
    return config.get();
  }

  /// From now on the configuration as it holds while services wait to be started.
  void boot() throws ConfigRejected {
    config = Optional.of(config().atBoot());
  }

  Config read(Path file) throws ConfigRejected {
    return new ConfigReader(environment.variables()).read(file);
  }

  /// Who is told by a configuration that is wrong elsewhere.
  ConfigReader.Notifying notifying() throws ConfigRejected {
    return new ConfigReader(environment.variables()).notifying(configFile());
  }

  /// The text of a file with what presets fill in.
  String resolved(Path file) throws ConfigRejected {
    return new ConfigReader(environment.variables()).resolved(file);
  }

  Selection selection() throws ConfigRejected {
    return new Selection(config());
  }

  /// The adapters, connected.
  Equipment equipment() throws ConfigRejected {
    if (equipment.isEmpty()) {
      equipment = Optional.of(environment.wiring().apply(config()));
    }
    return equipment.get();
  }

  ExclusiveWork exclusiveWork() throws ConfigRejected {
    return new ExclusiveWork(equipment(), config().stateDirectory());
  }

  /// Tells those who are to know when passes are over; empty when nobody is.
  Optional<AfterPasses> afterPasses() throws ConfigRejected {
    return Wiring.afterPasses(config(), equipment(), Wiring.observers(config(), environment));
  }

  /// What an order came to that was carried out: what became of the record of it, said as talk.
  ExitCode told(Recorded<?> recorded) {
    List<ExitCode> codes = new ArrayList<>();
    for (Recorded.OnRemote each : recorded.on()) {
      ExitCode code = ExitCode.of(each.pushed().durability());
      Priority priority = code == ExitCode.OK ? Priority.WARNING : Priority.ERROR;
      each.pushed().failure().ifPresent(why -> console.complain(priority, each.target(), why));
      codes.add(code);
    }
    return ExitCode.worst(codes);
  }

  Operator operator() {
    return environment.operator();
  }

  /// A pass at the word of whoever gave the command.
  PassRequest request(Trigger trigger, Set<PassRequest.Option> options) {
    Operator operator = environment.operator();
    return new PassRequest(trigger, operator.actor(), operator.host(), options);
  }

  /// A timer's or another unit's start is told from a person's by what systemd puts into the
  /// environment.
  Trigger trigger() {
    return environment.variables().containsKey("INVOCATION_ID") ? Trigger.TIMER : Trigger.MANUAL;
  }
}
