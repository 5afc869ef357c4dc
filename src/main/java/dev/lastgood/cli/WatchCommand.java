// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.PassObserver;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.host.NotifySocket;
import dev.lastgood.host.StopSignal;
import dev.lastgood.metrics.LatestMetrics;
import dev.lastgood.watch.Listener;
import dev.lastgood.watch.ServiceManager;
import dev.lastgood.watch.Watch;
import dev.lastgood.watch.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/// The resident process.
@Command(
    name = "watch",
    description = "Stay, and make the same passes as sync whenever a source is due.",
    footer = {
      "",
      "Each source is looked at after its watch.interval. A pass that fails never ends it. SIGHUP",
      "has it read its configuration again; SIGTERM ends it with 0, once a pass that has swapped"
          + " is",
      "proven or undone. The lock is held during a pass only: sync, rollback and pause work beside"
          + " it.",
      "",
      "Example: look every ten seconds (watch: {interval: 10s} in the configuration)",
      "  lastgood watch"
    })
final class WatchCommand implements Verb {
  @Override
  public ExitCode run(Session session) throws RequestFailed, ConfigRejected {
    Environment environment = session.environment();
    Map<String, String> variables = environment.variables();
    StopSignal signal = environment.signal();
    LatestMetrics metrics = new LatestMetrics(Build.versionOfThis());
    Watch watch =
        new Watch(
            new Watch.Surroundings(
                session.operator(),
                environment.clock().time(),
                signal.section(),
                NotifySocket.of(variables)::accept,
                () -> load(session, metrics)));
    signal.serve(new Resident(watch));
    Optional<Listener> listener =
        Listener.open(
            watch::config,
            new Listener.Answering(
                watch.health(),
                watch.hints(),
                new WatchPage(session, watch::config),
                metrics::text));
    try {
      watch.run(ServiceManager.watchdog(variables, ProcessHandle.current().pid()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      listener.ifPresent(Listener::close);
    }
    return ExitCode.OK;
  }

  /// Where it listens, the metrics of each round are kept.
  private static Watched load(Session session, LatestMetrics metrics) throws ConfigRejected {
    Config config = session.read(session.configFile());
    Equipment equipment = session.environment().wiring().apply(config);
    List<PassObserver> observers = new ArrayList<>();
    config.watch().listen().ifPresent(_ -> observers.add(metrics));
    observers.addAll(Wiring.observers(config, session.environment()));
    return new Watched(config, equipment, Wiring.afterPasses(config, equipment, observers));
  }

  /// What signals do to it. A service that is stopped has not failed.
  private record Resident(Watch watch) implements StopSignal.Service {
    @Override
    public void reload() {
      watch.reload();
    }

    @Override
    public void stopping() {
      watch.stopping();
    }

    @Override
    public void end() {
      Runtime.getRuntime().halt(ExitCode.OK.code());
    }
  }
}
