// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.HostInspection;
import dev.lastgood.app.Operator;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Audience;
import dev.lastgood.model.Entry;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.testkit.LenientHost;
import dev.lastgood.testkit.World;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated host with a loop, whose clock goes on while it waits.
final class WatchWorld {
  /// What passes at most while the loop waits: then it sees what was asked meanwhile.
  private static final Duration TICK = Duration.ofMillis(50);

  final World world = new World();
  final CriticalSection section = new CriticalSection();
  final List<String> told = new ArrayList<>();
  List<Target> targets = List.of(world.target);
  Config.Watch config = every(Duration.ofMinutes(1), Map.of());
  Optional<String> otherPass = Optional.empty();
  Optional<String> wrong = Optional.empty();
  boolean broken;
  int passes;
  private Optional<Watch> watch = Optional.empty();

  /// Looks that follow each other after these times.
  static Config.Watch every(Duration interval, Map<SourceName, Duration> intervals) {
    return new Config.Watch(interval, intervals, Optional.empty(), Map.of(), Audience.LOOPBACK);
  }

  /// The loop, begun when it is first asked for.
  Watch watch() throws ConfigRejected {
    if (watch.isEmpty()) {
      watch =
          Optional.of(
              new Watch(
                  new Watch.Surroundings(
                      new Operator("lastgood", "web-arm"),
                      world.clock,
                      section,
                      told::add,
                      this::load),
                  (_, most) -> world.clock.sleep(most.compareTo(TICK) < 0 ? most : TICK)));
    }
    return watch.get();
  }

  /// Lets the loop go on for so long.
  void run(Duration time) throws Exception {
    Duration until = world.clock.elapsed().plus(time);
    while (world.clock.elapsed().compareTo(until) < 0) {
      watch().step();
    }
  }

  /// One round, and nothing more.
  void round() throws Exception {
    int before = world.mirror.looks();
    while (world.mirror.looks() == before) {
      watch().step();
    }
  }

  private Watched load() throws ConfigRejected {
    if (wrong.isPresent()) {
      throw new ConfigRejected(
          List.of(
              new ConfigRejected.Problem("lastgood.yaml:1:1", wrong.get(), "mend it"),
              new ConfigRejected.Problem("lastgood.yaml:2:1", "no valid YAML", "")));
    }
    return new Watched(
        new Config(
            Path.of("/etc/lastgood.yaml"),
            new Config.Host(
                Path.of("/var/lib/lastgood"),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty()),
            new Config.Ledger(Optional.empty(), Optional.empty()),
            List.of(world.target.source()),
            targets,
            new Config.Operation(config, new Config.Metrics(Optional.empty()), List.of())),
        new Equipment(
            world.ports(),
            new Deployer(world.ports(), section),
            new NoArchive(),
            new LenientHost(),
            new SimulatedLock(),
            new NoHost()),
        Optional.empty());
  }

  /// The same target under another name, with a place of its own.
  Target second(String name) {
    Target one = world.target;
    return new Target(
        new TargetName(name),
        one.source(),
        new RepoPath("other/" + name),
        one.place(),
        one.gate(),
        one.consumer());
  }

  private final class SimulatedLock implements Lock {
    @Override
    public Answer take() {
      if (broken) {
        throw new IllegalStateException("a planted bug");
      }
      passes += otherPass.isEmpty() ? 1 : 0;
      return otherPass.<Answer>map(Busy::new).orElseGet(() -> (Held) () -> {});
    }

    @Override
    public boolean isHeld() {
      return otherPass.isPresent();
    }
  }

  private static final class NoArchive implements Archive {
    @Override
    public Chain chain(TargetName target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void tidy() {}

    @Override
    public Entry find(TargetName target, String entry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Audit audit() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void serve(InputStream in, OutputStream out) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class NoHost implements HostInspection {
    @Override
    public String text(Path file) {
      return "";
    }

    @Override
    public Optional<String> problem(List<String> argv) {
      return Optional.empty();
    }

    @Override
    public List<String> containersMounting(Path file) {
      return List.of();
    }
  }
}
