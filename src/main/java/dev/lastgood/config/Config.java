// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Access;
import dev.lastgood.model.Audience;
import dev.lastgood.model.HostName;
import dev.lastgood.model.Isolation;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration that passed every check that needs no network.
///
/// @param sources in the file's order
/// @param targets in the file's order
public record Config(
    Path file,
    Host host,
    Ledger ledger,
    List<Source> sources,
    List<Target> targets,
    Operation operation) {
  public Config {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }

  /// The same while services wait to be started: no exchange may take longer than its timeout,
  /// however steadily objects arrive.
  public Config atBoot() {
    Ledger hurried =
        new Ledger(
            ledger.host(),
            ledger.push().map(push -> push.within(push.remote().access().limits().whole())));
    List<Target> all = targets.stream().map(one -> one.of(hurried(one.source()))).toList();
    return new Config(
        file, host, hurried, sources.stream().map(Config::hurried).toList(), all, operation);
  }

  /// The same with another state directory.
  public Config keptIn(Path state) {
    Host elsewhere =
        new Host(
            state,
            host.isolation,
            host.stateMountPoint,
            host.volatileStateAllowed,
            host.unitRequests);
    return new Config(file, elsewhere, ledger, sources, targets, operation);
  }

  private static Source hurried(Source source) {
    return source.within(source.access().limits().whole());
  }

  /// Where mirrors and ledger are: absolute.
  public Path stateDirectory() {
    return host.stateDirectory();
  }

  /// What the resident process does.
  public Watch watch() {
    return operation.watch;
  }

  /// What goes on around passes.
  ///
  /// @param metrics where they are told in numbers
  /// @param notifiers who is told when a state changes
  public record Operation(Watch watch, Metrics metrics, List<Notifier> notifiers) {
    public Operation {
      notifiers = List.copyOf(notifiers);
    }
  }

  /// Where passes are told in numbers.
  ///
  /// @param textfile for node_exporter, absolute; none is written when empty
  public record Metrics(Optional<Path> textfile) {}

  /// Where the record is kept besides the state directory.
  ///
  /// @param host what this host is called there; its host name when empty
  public record Ledger(Optional<HostName> host, Optional<Push> push) {}

  /// A repository that the record is pushed to.
  public record Push(Remote remote, PushPolicy policy) {
    /// The same, taking in objects of this size, too.
    Push taking(long size) {
      Limits limits = remote.access().limits();
      long largest = Math.max(size, limits.maxObject());
      return within(
          new Limits(limits.timeout(), limits.maxDownload(), largest, limits.maxDuration()));
    }

    private Push within(Limits limits) {
      Access access = remote.access().within(limits);
      return new Push(new Remote(remote.url(), access, remote.section(), remote.use()), policy);
    }
  }

  /// What the resident process does.
  ///
  /// @param interval how long after a look at a source the next one follows
  /// @param intervals the same for single sources
  /// @param listen where it answers HTTP; nowhere when empty
  /// @param hookSecrets where the secret of a source's hook is; a source that is not in it has none
  /// @param report who may read the report where it answers
  public record Watch(
      Duration interval,
      Map<SourceName, Duration> intervals,
      Optional<InetSocketAddress> listen,
      Map<SourceName, Path> hookSecrets,
      Audience report) {
    public Watch {
      intervals = Map.copyOf(intervals);
      hookSecrets = Map.copyOf(hookSecrets);
    }

    /// How long after a look at this source the next one follows.
    public Duration interval(SourceName source) {
      return intervals.getOrDefault(source, interval);
    }
  }

  /// What this host is like, and what is demanded of it.
  ///
  /// @param stateDirectory absolute
  /// @param isolation how passes are to be isolated, when that was said
  /// @param stateMountPoint what must be mounted before a pass
  /// @param volatileStateAllowed whether the state directory may be on a file system that forgets
  /// @param unitRequests where units are asked about through files; `systemctl` is run when empty
  public record Host(
      Path stateDirectory,
      Optional<Isolation> isolation,
      Optional<Path> stateMountPoint,
      boolean volatileStateAllowed,
      Optional<Path> unitRequests) {}
}
