// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.Operator;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Time;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// The loop: waits until a source is due or somebody hints, and makes a pass over its targets. No
/// pass that fails ends it.
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /// What waiting may take beyond its time, on a host that is slow.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Surroundings around;
  private final ServiceManager manager;
  private final Requests requests;
  private final LoopDeadline deadline;
  private final LoopHealth health;
  private final PassLog log = new PassLog();
  private QuietSources quiet = new QuietSources();
  private StatusLine status = new StatusLine();
  private Rounds rounds;
  private volatile Watched watched;
  private Schedule schedule;

  /// What the process gives the loop.
  ///
  /// @param operator as whom it makes passes
  /// @param section what passes and stopping signals meet at
  /// @param socket where the service manager listens
  /// @param origin reads the configuration
  public record Surroundings(
      Operator operator,
      Time time,
      CriticalSection section,
      ServiceManager.NotifySocket socket,
      Watched.Origin origin) {}

  /// @throws ConfigRejected when the configuration is wrong; later that is no reason to stop
  public Watch(Surroundings around) throws ConfigRejected {
    this(around, Requests.Sleep.REAL);
  }

  Watch(Surroundings around, Requests.Sleep sleep) throws ConfigRejected {
    this.around = around;
    this.manager = new ServiceManager(around.socket());
    this.requests = new Requests(around.time()::elapsed, sleep);
    this.deadline = new LoopDeadline(around.time()::elapsed);
    this.health = new LoopHealth(around.time()::now, deadline);
    this.rounds = rounds();
    this.watched = around.origin().load();
    this.schedule = scheduled(watched.config());
  }

  private Rounds rounds() {
    return new Rounds(around.operator(), around.time()::elapsed, deadline, new SplittableRandom());
  }

  private Schedule scheduled(Config config) {
    health.configured(config);
    List<Source> followed =
        config.sources().stream()
            .filter(source ->
                config.targets().stream().anyMatch(target -> target.source().equals(source)))
            .toList();
    return new Schedule(config.watch(), followed, new SplittableRandom());
  }

  /// As it is now; any thread may ask.
  public Config config() {
    return watched.config();
  }

  /// For those who hear of news from outside.
  public Hints hints() {
    return requests;
  }

  public Health health() {
    return health;
  }

  /// Has the configuration read again, when the loop comes to it; any thread may say so.
  public void reload() {
    requests.reload();
  }

  /// The process is asked to stop; any thread may say so.
  public void stopping() {
    manager.stopping();
  }

  /// Goes on until a signal arrives.
  ///
  /// @param watchdog within which time the service manager wants to hear something
  public void run(Optional<Duration> watchdog) throws InterruptedException {
    LOG.atInfo()
        .addKeyValue("targets", watched.config().targets().size())
        .addKeyValue("interval", Durations.setting(watched.config().watch().interval()))
        .log("watching");
    step();
    manager.ready();
    watchdog.ifPresent(new Watchdog(manager, deadline)::start);
    while (!around.section().isStopRequested()) {
      step();
    }
  }

  /// One thing: the configuration is read again, a round of passes is made, or it waits.
  void step() throws InterruptedException {
    if (requests.takeReload()) {
      reloadNow();
      return;
    }
    Duration now = around.time().elapsed();
    Set<SourceName> due = schedule.due(now, requests.hints());
    if (due.isEmpty()) {
      Duration pause = schedule.pause(now, requests.hints());
      deadline.promise(pause.plus(GRACE));
      requests.await(pause);
    } else {
      round(due);
    }
  }

  private void reloadNow() {
    manager.reloading(around.time().elapsed());
    try {
      watched = around.origin().load();
      schedule = scheduled(watched.config());
      status = new StatusLine();
      quiet = new QuietSources();
      rounds = rounds();
      requests.keep(watched.config().sources().stream().map(source -> source.name()).toList());
      LOG.atInfo()
          .addKeyValue("file", watched.config().file())
          .addKeyValue("targets", watched.config().targets().size())
          .log("the configuration was read again");
    } catch (ConfigRejected e) {
      e.problems().forEach(Watch::tell);
    }
    manager.ready();
  }

  private static void tell(ConfigRejected.Problem problem) {
    LoggingEventBuilder line =
        LOG.atError()
            .addKeyValue("where", problem.where())
            .addKeyValue("problem", problem.message());
    if (!problem.hint().isEmpty()) {
      line = line.addKeyValue("hint", problem.hint());
    }
    line.log("the configuration is wrong, the one before stays");
  }

  private void round(Set<SourceName> due) {
    Duration began = around.time().elapsed();
    Map<SourceName, LookId> asked = begin(due);
    Set<SourceName> stirring = new LinkedHashSet<>(due);
    watched.sources(due).stream()
        .filter(source -> !asked.containsKey(source.name()) && isQuiet(source, began))
        .forEach(source -> stirring.remove(source.name()));
    if (stirring.isEmpty()) {
      return;
    }
    Round round = rounds.make(watched, watched.targets(stirring));
    over(round, stirring, began);
    switch (round) {
      case Round.Occupied _ -> requests.again(asked);
      case Round.Made _, Round.Impossible _ -> {}
    }
    log.over(round, byTarget(asked));
    manager.status(status.after(round));
    around.section().said();
    if (round.hasWritten()) {
      System.gc(); // a deployment takes memory, and it may be long until the next one
    }
  }

  private boolean isQuiet(Source source, Duration began) {
    deadline.promise(source.access().limits().timeout().plus(GRACE));
    boolean isQuiet = quiet.isQuiet(watched, source, began);
    if (isQuiet) {
      health.looked(source.name());
      schedule.looked(source.name(), Schedule.Look.ANSWERED, began, around.time().elapsed());
    }
    return isQuiet;
  }

  private void over(Round round, Set<SourceName> looked, Duration began) {
    Duration now = around.time().elapsed();
    looked.forEach(source -> schedule.looked(source, round.look(source), began, now));
    watched
        .sources(looked)
        .forEach(source -> quiet.over(watched, source, round.results(source.name()), now));
    health.over(round, looked);
  }

  private Map<SourceName, LookId> begin(Set<SourceName> due) {
    Map<SourceName, LookId> asked = new LinkedHashMap<>();
    due.forEach(source -> requests.begin(source).ifPresent(look -> asked.put(source, look)));
    asked.forEach((source, look) ->
        LOG.atInfo()
            .addKeyValue("source", source)
            .addKeyValue("look", look)
            .log("a hint: looking"));
    return asked;
  }

  private Map<TargetName, LookId> byTarget(Map<SourceName, LookId> asked) {
    Map<TargetName, LookId> looks = new HashMap<>();
    watched
        .targets(asked.keySet())
        .forEach(target ->
            Optional.ofNullable(asked.get(target.source().name()))
                .ifPresent(look -> looks.put(target.name(), look)));
    return looks;
  }
}
