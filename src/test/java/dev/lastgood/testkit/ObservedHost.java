// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.app.Equipment;
import dev.lastgood.app.ExclusiveWork;
import dev.lastgood.app.HostInspection;
import dev.lastgood.app.Observation;
import dev.lastgood.app.PassObserver;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Sync;
import dev.lastgood.config.Config;
import dev.lastgood.model.Audience;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A simulated world whose passes have observers.
public final class ObservedHost {
  /// What a run ends with whose last pass is remembered, and one in which none could begin.
  public static final int CODE = 40;

  public static final int IMPOSSIBLE = 80;

  public final World world = new World();

  /// Who holds the lock.
  public Optional<String> otherPass = Optional.empty();

  /// Why no pass can begin.
  public Optional<Failure> broken = Optional.empty();

  /// Why the state directory can't be used.
  public Optional<Failure> unusable = Optional.empty();

  private final List<PassObserver> observers;
  private List<Target> targets = List.of(world.target);

  public ObservedHost(PassObserver... observers) {
    this.observers = List.of(observers);
  }

  /// These are configured from now on.
  public ObservedHost targets(Target... all) {
    targets = List.of(all);
    return this;
  }

  /// One pass over each, or none.
  public void sync() {
    try {
      new Sync(
              new ExclusiveWork(equipment(world.ports()), Path.of("/var/lib/lastgood")),
              Optional.of(after()))
          .run(
              targets,
              new PassRequest(Trigger.TIMER, "root", "web-arm", Set.of()),
              result -> result);
    } catch (RequestFailed _) {
      // the observers were told
    }
  }

  /// How things stand without any pass.
  public Observation now() {
    return after().now();
  }

  private AfterPasses after() {
    return new AfterPasses(config(), equipment(world.ports()), new Codes(), observers);
  }

  /// The configuration of these targets and their sources.
  public Config config() {
    return new Config(
        Path.of("/etc/lastgood.yaml"),
        new Config.Host(
            Path.of("/var/lib/lastgood"),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty()),
        new Config.Ledger(Optional.empty(), Optional.empty()),
        targets.stream().map(Target::source).distinct().toList(),
        targets,
        new Config.Operation(
            new Config.Watch(
                Duration.ofMinutes(1), Map.of(), Optional.empty(), Map.of(), Audience.LOOPBACK),
            new Config.Metrics(Optional.empty()),
            List.of()));
  }

  /// What passes work with.
  public Equipment equipment(Ports ports) {
    return new Equipment(
        ports,
        new Deployer(ports, new CriticalSection()),
        new NoArchive(),
        new LenientHost() {
          @Override
          public void demand() throws StepFailed {
            refuse(broken.or(() -> unusable));
          }

          @Override
          public void demandStateDirectory() throws StepFailed {
            refuse(unusable);
          }
        },
        new Door(),
        new NoHost());
  }

  private static void refuse(Optional<Failure> why) throws StepFailed {
    if (why.isPresent()) {
      throw new StepFailed(why.get());
    }
  }

  /// Distinct numbers, to see which was asked for.
  public record Codes() implements AfterPasses.Codes {
    @Override
    public int of(LastPass.Result result) {
      return CODE;
    }

    @Override
    public int of(RequestFailed failed) {
      return IMPOSSIBLE;
    }
  }

  private final class Door implements Lock {
    @Override
    public Answer take() {
      return otherPass.<Answer>map(Busy::new).orElseGet(() -> (Held) () -> {});
    }

    @Override
    public boolean isHeld() {
      return otherPass.isPresent();
    }
  }

  private static final class NoArchive implements Archive {
    @Override
    public void tidy() {}

    @Override
    public Chain chain(TargetName target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Entry find(TargetName target, String entry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Audit audit() {
      return new Audit(Map.of(), List.of());
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
