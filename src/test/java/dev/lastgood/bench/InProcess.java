// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lastgood.check.HostChecks;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.destination.FileDestination;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.ledger.GitLedger;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Trigger;
import dev.lastgood.probe.HostProbe;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.service.HostService;
import dev.lastgood.service.LocalSystemd;
import dev.lastgood.state.StatusFile;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Time;
import dev.lastgood.testkit.NoContainers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/// lastgood's passes without starting the program: the same adapters, connected as the program
/// connects them, anew for each pass.
final class InProcess {
  private static final String HOST = "host";
  private static final String SYSTEMCTL = "systemctl";

  private final Config config;

  InProcess(Installation installation) throws ConfigRejected {
    ((Logger) LoggerFactory.getLogger("dev.lastgood")).setLevel(Level.WARN);
    this.config = new ConfigReader(Map.of()).read(installation.config());
  }

  /// One pass.
  ///
  /// @throws AssertionError when it did not deploy this commit
  void deploy(String commit) {
    Path state = config.stateDirectory();
    Time time = new Clock();
    CommandRunner runner = new CommandRunner();
    HostService service = new HostService(runner, new LocalSystemd(runner, SYSTEMCTL));
    Ports ports =
        new Ports(
            new GitMirror(state, Map.of()),
            new FileDestination(Optional::empty),
            new HostChecks(runner, NoContainers.INSTANCE),
            service,
            new HostProbe(runner, service, time),
            new Ports.Memory(
                new GitLedger(state, HOST, time::now), LedgerRemote.NONE, new StatusFile(state)),
            time);
    PassRequest request = new PassRequest(Trigger.TIMER, HOST, HOST, Set.of());
    Outcome outcome =
        new Deployer(ports, new CriticalSection())
            .pass(config.targets().getFirst(), request)
            .outcome();
    if (!(outcome instanceof Outcome.Settled(var entry)
        && entry.attempt().outcome() == OutcomeKind.DEPLOYED
        && entry.attempt().change().after().origin().orElseThrow().hex().equals(commit))) {
      throw new AssertionError("pushed " + commit + ", but " + outcome);
    }
  }

  /// This machine's clocks; nothing here waits.
  private static final class Clock implements Time {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public Duration elapsed() {
      return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("a pass without a probe does not wait");
    }
  }
}
