// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.app.Equipment;
import dev.lastgood.app.HostInspection;
import dev.lastgood.app.Operator;
import dev.lastgood.app.PassObserver;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.check.HostChecks;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.destination.FileDestination;
import dev.lastgood.file.RegularFile;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.link.Connector;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.ledger.GitLedger;
import dev.lastgood.ledger.GitLedgerRemote;
import dev.lastgood.ledger.LedgerArchive;
import dev.lastgood.ledger.LedgerClone;
import dev.lastgood.ledger.LedgerCopy;
import dev.lastgood.metrics.Textfile;
import dev.lastgood.model.HostName;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Step;
import dev.lastgood.notify.Notifications;
import dev.lastgood.probe.HostProbe;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Program;
import dev.lastgood.service.ContainerEngines;
import dev.lastgood.service.EngineContainers;
import dev.lastgood.service.HostService;
import dev.lastgood.service.LocalSystemd;
import dev.lastgood.service.RequestedContainers;
import dev.lastgood.service.RequestedSystemd;
import dev.lastgood.service.SystemdClient;
import dev.lastgood.state.StateHostPreconditions;
import dev.lastgood.state.StateIdentity;
import dev.lastgood.state.StateLock;
import dev.lastgood.state.StatusFile;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.RecordCopy;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one class that names every adapter.
final class Wiring {
  private static final String SYSTEMCTL = "systemctl";

  private Wiring() {}

  /// What the adapters are connected with.
  ///
  /// @param section what passes and stopping signals meet at
  /// @param progress told of what takes long
  record Around(Time time, Operator operator, CriticalSection section, Progress progress) {}

  /// Connects the adapters; touches neither disk nor network.
  static Equipment equip(Config config, Around around) {
    Time time = around.time;
    Operator operator = around.operator;
    Path state = config.stateDirectory();
    Map<String, String> environment = System.getenv();
    CommandRunner runner = new CommandRunner();
    HostService service = new HostService(runner, systemd(config, runner));
    // The mirror comes first: it shuts the user's Git settings out, for the ledger too.
    GitMirror mirror = new GitMirror(state, environment, around.progress);
    GitLedger ledger = new GitLedger(state, operator.host(), time::now);
    Ports ports =
        new Ports(
            mirror,
            new FileDestination(() -> identity(config)),
            new HostChecks(runner, containers(config, runner)),
            service,
            new HostProbe(runner, service, time),
            new Ports.Memory(
                ledger, remote(config, operator, around.progress), new StatusFile(state)),
            time);
    return new Equipment(
        ports,
        new Deployer(ports, around.section),
        new LedgerArchive(state, operator.host(), time::now, around.progress),
        new StateHostPreconditions(state, demands(config.host()), time, environment),
        new StateLock(state, time),
        new ThisHost(new ContainerEngines(runner)));
  }

  /// Tells those who are to know when passes are over; empty when nobody is.
  static Optional<AfterPasses> afterPasses(
      Config config, Equipment equipment, List<PassObserver> observers) {
    return observers.isEmpty()
        ? Optional.empty()
        : Optional.of(new AfterPasses(config, equipment, new ExitCodes(), observers));
  }

  /// Those who are to know, in the order in which they are told. What is not configured is not
  /// loaded.
  static List<PassObserver> observers(Config config, Environment environment) {
    List<PassObserver> observers = new ArrayList<>();
    config
        .operation()
        .metrics()
        .textfile()
        .ifPresent(file -> observers.add(new Textfile(file, Build.versionOfThis())));
    List<Notifier> notifiers = config.operation().notifiers();
    if (!notifiers.isEmpty()) {
      observers.add(
          notifications(
              new ConfigReader.Notifying(config.stateDirectory(), notifiers),
              config.ledger().host(),
              environment));
    }
    return observers;
  }

  /// Tells people.
  ///
  /// @param host what this host is called; its host name when empty
  static Notifications notifications(
      ConfigReader.Notifying notifying, Optional<HostName> host, Environment environment) {
    return new Notifications(
        notifying.notifiers(),
        new Notifications.Surroundings(
            notifying.state(),
            host.map(HostName::value).orElse(environment.operator().host()),
            environment.clock().time(),
            environment.clock().zone()));
  }

  /// Observes how things stand, for a command that makes no pass.
  static AfterPasses observation(Config config, Equipment equipment) {
    return new AfterPasses(config, equipment, new ExitCodes(), List.of());
  }

  /// Where else the record is kept.
  static LedgerRemote remote(Config config, Operator operator, Progress progress) {
    String host = config.ledger().host().map(HostName::value).orElse(operator.host());
    return config
        .ledger()
        .push()
        .<LedgerRemote>map(push ->
            new GitLedgerRemote(
                config.stateDirectory(),
                new GitLedgerRemote.Place(push.remote(), host),
                push.policy(),
                new Connector(System.getenv(), progress)))
        .orElse(LedgerRemote.NONE);
  }

  /// A copy of a record: on this disk, or cloned for as long as it is open.
  static RecordCopy copy(String where, Environment environment) throws StepFailed {
    IsolatedSystem.install(); // neither a mirror nor the user's Git settings are here
    if (!where.contains("://")) {
      return LedgerCopy.in(Path.of(where));
    }
    RemoteUrl url;
    try {
      url = RemoteUrl.parse(where);
    } catch (IllegalArgumentException e) {
      throw StepFailed.operator(
          Step.RECOVER, String.valueOf(e.getMessage()), "give a directory or an https URL");
    }
    return url.scheme().equals("file")
        ? LedgerCopy.in(Path.of(URI.create(where).getPath()))
        : LedgerClone.of(
            url, new Connector(environment.variables(), environment.streams().screen().progress()));
  }

  /// Where losing the record is wanted, no file is asked what it remembers.
  private static Optional<String> identity(Config config) throws StepFailed {
    return config.host().volatileStateAllowed()
        ? Optional.empty()
        : StateIdentity.of(config.stateDirectory())
            .map(StateIdentity::id)
            .or(() -> Optional.of("")); // no pass yet: a file's tag is another record's
  }

  private static StateHostPreconditions.Demands demands(Config.Host host) {
    return new StateHostPreconditions.Demands(
        host.isolation(), host.volatileStateAllowed(), host.stateMountPoint());
  }

  private static SystemdClient systemd(Config config, CommandRunner runner) {
    return config
        .host()
        .unitRequests()
        .<SystemdClient>map(RequestedSystemd::new)
        .orElseGet(() -> new LocalSystemd(runner, SYSTEMCTL));
  }

  /// Where the host answers for units, it does for containers, too: whoever has no bus has no
  /// engine.
  private static Containers containers(Config config, CommandRunner runner) {
    return config
        .host()
        .unitRequests()
        .<Containers>map(RequestedContainers::new)
        .orElseGet(() -> new EngineContainers(runner, new ContainerEngines(runner)));
  }

  private record ExitCodes() implements AfterPasses.Codes {
    @Override
    public int of(LastPass.Result result) {
      return ExitCode.of(result).code();
    }

    @Override
    public int of(RequestFailed failed) {
      return ExitCode.of(failed).code();
    }
  }

  private record ThisHost(ContainerEngines engines) implements HostInspection {
    private static final int LARGEST = 1 << 20;

    @Override
    public String text(Path file) throws IOException {
      return new String(RegularFile.bytes(file, LARGEST), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> problem(List<String> argv) {
      return Program.problem(argv);
    }

    @Override
    public List<String> containersMounting(Path file) {
      return engines.mounting(file);
    }
  }
}
