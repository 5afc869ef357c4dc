// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.cli.ExitCodes;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A history as it happens on a host, with the contract held against every pass of it.
final class HistoryRun {
  /// Passes after which a host that nothing happens to any more is at rest.
  private static final int HEALING = 4;

  private final Host host;
  private final FaultyPorts.Disk disk = new FaultyPorts.Disk();
  private final Set<String> texts = new HashSet<>();
  private final List<Contract.Pass> passes = new ArrayList<>();
  private boolean startedByHand;
  private boolean struck = true;

  HistoryRun(Host host) {
    this.host = host;
  }

  /// What went wrong.
  ///
  /// @param rule which rule was broken
  /// @param where at which event, and with what code
  record Broken(String rule, String where) {}

  /// Plays a history to its end, and then lets the host heal.
  ///
  /// @return the first rule that was broken
  Optional<Broken> play(List<HostEvent> history) throws StepFailed {
    for (HostEvent event : history) {
      Optional<Broken> broken = event.isPass() ? pass(event) : happens(event);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return heals();
  }

  /// Whether every fault of the history happened: no pass was over before.
  boolean hasStruck() {
    return struck;
  }

  /// Every pass that was made, those of the healing too.
  List<Contract.Pass> passes() {
    return passes;
  }

  private Optional<Broken> happens(HostEvent event) throws StepFailed {
    OrderEntries orders =
        new OrderEntries(host.ports().memory().ledger(), host.ports().time(), "jane", "web-arm");
    TargetName name = host.target().name();
    var service = host.outside().service();
    var branch = host.outside().branch();
    String text = event.object();
    switch (event.verb()) {
      case PUSH -> branch.commit(met(text));
      case FORCE_PUSH -> {
        branch.rewrite();
        branch.commit(met(text));
      }
      case OFFLINE -> branch.down();
      case ONLINE -> branch.failing(Optional.empty());
      case EDIT -> {
        host.hand().write(met(text));
        // Over a pass that is unsettled, the service may have been started on what is gone then.
        startedByHand |= host.ports().memory().ledger().history(name).intent().isPresent();
      }
      case REMOVE -> host.hand().remove();
      case STOP -> service.stop();
      case START -> {
        service.start();
        startedByHand = true;
      }
      case SICKEN -> service.fallIll(true);
      case CURE -> service.fallIll(false);
      case ROOM -> disk.room(text.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(text));
      case CLOCK -> host.outside().clock().set(Duration.ofHours(Integer.parseInt(text)));
      case PAUSE -> orders.pause(name, "hold");
      case RESUME -> orders.resume(name);
      case CLEAR -> {
        for (BlobId blob : host.ports().memory().ledger().history(name).quarantine().keySet()) {
          orders.clear(name, blob);
        }
      }
      case ACCEPT -> accept(orders);
      case SYNC, RETRY, REHEARSE, ROLLBACK -> throw new IllegalArgumentException(event.toString());
    }
    return Optional.empty();
  }

  /// As the command does it: up to the tip that is seen now.
  private void accept(OrderEntries orders) throws StepFailed {
    Source source = host.target().source();
    CommitId tip;
    try {
      tip = host.ports().mirror().look(source).commit();
    } catch (StepFailed _) {
      return; // offline, or there is no branch: the command says so, and that is all
    }
    orders.acceptRewrite(host.target(), tip);
  }

  private String met(String text) {
    texts.add(text);
    return text;
  }

  private Optional<Broken> pass(HostEvent event) throws StepFailed {
    Contract.Pass pass = passed(event);
    String where = event + " ended in " + pass.exit() + " (" + pass.met().struck() + ")";
    if (host.outside().service().wasStartedAgainstOrders()) {
      return Optional.of(new Broken("what an operator stopped is not started", where));
    }
    return Contract.broken(pass).map(rule -> new Broken(rule, where));
  }

  private Contract.Pass passed(HostEvent event) throws StepFailed {
    HostSnapshot before = HostSnapshot.of(host, texts);
    CriticalSection section = new CriticalSection();
    FaultyPorts faulty = new FaultyPorts(host.ports(), event.faults(), disk);
    faulty.when(
        Fault.STOP,
        () -> {
          if (section.requestStop() == CriticalSection.Ending.AT_ONCE) {
            faulty.die();
          }
        });
    faulty.when(
        Fault.HAND,
        () -> {
          host.hand().write(met("by-hand"));
          faulty.seen().clear(); // what that person replaced is not for us to keep
        });
    int starts = host.outside().service().starts();
    int exit = exit(event, new Deployer(faulty.ports(), section), before.record());
    startedByHand &= host.outside().service().starts() == starts;
    host.outside().clock().sleep(Duration.ofMinutes(1));
    struck &= faulty.hasStruck();
    Contract.Pass pass =
        new Contract.Pass(
            before,
            event,
            faulty.isDead() ? Contract.DIED : exit,
            new Contract.Met(
                faulty.struck() + (disk.isFull() ? ", the disk is full" : ""), faulty.seen()),
            HostSnapshot.of(host, texts));
    passes.add(pass);
    return pass;
  }

  /// What the shell sees; the command line makes a 1 of all that is thrown.
  private int exit(HostEvent event, Deployer deployer, List<Entry> record) {
    try {
      return ExitCodes.of(end(event, deployer, record));
    } catch (CriticalSection.Stopped _) {
      return 130;
    } catch (FaultyPorts.Killed _) {
      return Contract.DIED;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError _) {
      return 1;
    }
  }

  private PassEnd end(HostEvent event, Deployer deployer, List<Entry> record) {
    Set<PassRequest.Option> options =
        switch (event.verb()) {
          case RETRY -> Set.of(PassRequest.Option.RETRY);
          case REHEARSE -> Set.of(PassRequest.Option.DRY_RUN);
          default -> Set.of();
        };
    PassRequest request = new PassRequest(Trigger.TIMER, "jane", "web-arm", options);
    if (event.verb() != HostEvent.Verb.ROLLBACK) {
      return deployer.pass(host.target(), request);
    }
    int back = event.object().isEmpty() ? 0 : Integer.parseInt(event.object());
    if (back >= record.size()) {
      Failure failure = Failure.operator(Step.JUDGE, "no such entry", "lastgood log");
      return new PassEnd(new Outcome.Failed(new Live.Nothing(), failure), Pushed.NOTHING);
    }
    Optional<Entry> to =
        event.object().isEmpty()
            ? Optional.empty()
            : Optional.of(record.get(record.size() - 1 - back));
    return deployer.rollBack(host.target(), to, "it is wrong", request);
  }

  /// Everything that is not ours is well again, and the timer goes on. Whoever started the service
  /// on a file of his own starts it on what is there now.
  private Optional<Broken> heals() throws StepFailed {
    for (String event : List.of("room", "online", "cure", "resume")) {
      happens(HostEvent.parse(event));
    }
    HostSnapshot now = HostSnapshot.of(host, texts);
    if (isDown(now) || startedByHand) {
      host.outside().service().start();
    }
    List<Contract.Pass> last = new ArrayList<>();
    HostEvent sync = HostEvent.parse("sync");
    for (int i = 0; i < HEALING; i++) {
      Optional<Broken> broken = pass(sync);
      if (broken.isPresent()) {
        return broken;
      }
    }
    last.add(passed(sync));
    last.add(passed(sync));
    return host.outside()
        .branch()
        .tipText()
        .flatMap(tip -> Contract.unhealed(tip, last))
        .map(rule -> new Broken(rule, "in the end, exit " + last.getLast().exit()));
  }

  /// Whether it takes a person to start the service, because nobody told us that it should run.
  private static boolean isDown(HostSnapshot snapshot) {
    return snapshot.service().phase() == Service.Phase.STOPPED
        || (snapshot.service().phase() == Service.Phase.FAILED && snapshot.standing().isGood());
  }

  /// Plays a history on a new host.
  static Optional<Broken> on(Host host, String history) throws StepFailed {
    return new HistoryRun(host).play(HostEvent.history(history));
  }
}
