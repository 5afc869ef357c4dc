// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Access;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A host, a branch and a service, all of them simulated, with a target between them.
public final class World {
  public final ManualClock clock;
  public final FakeMirror mirror;
  public final MemoryDestination destination = new MemoryDestination();
  public MemoryLedger ledger;
  public MemoryStatusCache cache = new MemoryStatusCache();
  public LedgerRemote remote = LedgerRemote.NONE;
  public final SimulatedChecks checks =
      new SimulatedChecks(copy -> destination.overwrite(copy, "formatted"));
  public final SimulatedService service;
  public Target target;

  public World() {
    this(new ManualClock(), new FakeMirror());
  }

  /// Another host, which follows the same branch.
  public World(World other) {
    this(other.clock, other.mirror);
  }

  private World(ManualClock clock, FakeMirror mirror) {
    this.clock = clock;
    this.mirror = mirror;
    this.ledger = new MemoryLedger(clock);
    Place place = new Place(Path.of("/srv/rules.yaml"), Optional.empty(), true, Place.OnDrift.HEAL);
    service = new SimulatedService(destination, place, clock);
    target =
        new Target(
            new TargetName("powersync"),
            source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.NONE),
            new RepoPath("powersync/sync-rules.yaml"),
            place,
            new Gate(1024, List.of()),
            new Consumer(
                new Activation.Systemd(
                    "powersync.service", Activation.Action.TRY_RESTART, Duration.ofSeconds(90)),
                Optional.of(probe())));
  }

  /// A source under a policy.
  public static Source source(SourcePolicy.Rewrites rewrites, Signatures.Require require) {
    return new Source(
        new SourceName("fit"),
        RemoteUrl.parse("https://git.example.org/fit.git"),
        Optional.of(new Branch("master")),
        new Access(
            new Auth.Anonymous(),
            Optional.empty(),
            Optional.empty(),
            new Limits(Duration.ofSeconds(30), 1 << 29, 1 << 24, Duration.ofMinutes(10))),
        new SourcePolicy(
            Duration.ofHours(24),
            rewrites,
            new Signatures(require, Optional.empty(), Optional.empty())));
  }

  private static ProbeSpec probe() {
    return probe(Duration.ofSeconds(60), Duration.ofSeconds(6));
  }

  private static ProbeSpec probe(Duration timeout, Duration settle) {
    ProbeSpec.Http question =
        new ProbeSpec.Http(
            RequestSpec.get(URI.create("http://127.0.0.1:8080/probes/liveness")),
            new ProbeSpec.Expect(Set.of(200), Map.of(), Optional.of("touched_at")));
    return new ProbeSpec(question, new ProbeSpec.Timing(timeout, Duration.ofMillis(500), settle));
  }

  /// The same target with other parts.
  public void target(Source source, Place.OnDrift onDrift, Optional<ProbeSpec> probe) {
    Place place = target.place();
    target =
        new Target(
            target.name(),
            source,
            target.path(),
            new Place(place.path(), place.mode(), place.keepPrevious(), onDrift),
            target.gate(),
            new Consumer(target.consumer().activation(), probe, target.consumer().patience()));
  }

  /// The same target under another name, with a place of its own.
  public Target another(String name) {
    Place place = target.place();
    return new Target(
        new TargetName(name),
        target.source(),
        target.path(),
        new Place(
            Path.of("/srv/" + name + ".yaml"), place.mode(), place.keepPrevious(), place.onDrift()),
        target.gate(),
        target.consumer());
  }

  /// Its record is kept elsewhere, too.
  public void push(MemoryLedgerRemote elsewhere, PushPolicy policy) {
    remote = elsewhere.of(ledger, policy);
  }

  /// The disk with the state directory is lost, and an empty one is there.
  public void loseState(MemoryLedgerRemote elsewhere, PushPolicy policy) {
    ledger = new MemoryLedger(clock);
    cache = new MemoryStatusCache();
    push(elsewhere, policy);
  }

  /// The same target with another service.
  public void consumer(Consumer consumer) {
    target =
        new Target(
            target.name(), target.source(), target.path(), target.place(), target.gate(), consumer);
  }

  /// From now on the target follows another repository, under the same name.
  public void fork() {
    Source fit = target.source();
    target(
        new Source(
            fit.name(),
            RemoteUrl.parse("https://git.example.org/fork.git"),
            fit.branch(),
            fit.access(),
            fit.policy()),
        target.place().onDrift(),
        target.consumer().probe());
  }

  /// The same, where content waits for a service that is ill.
  public World patient() {
    Consumer plain = target.consumer();
    consumer(
        new Consumer(
            plain.activation(),
            plain.probe(),
            new Consumer.Patience(
                plain
                    .probe()
                    .map(ProbeSpec::question)
                    .map(question -> new Consumer.Wait(question, Optional.empty()))
                    .stream()
                    .toList(),
                true)));
    return this;
  }

  /// The same, as a place where histories happen: with a proof of few calls, to be struck at each.
  public Host host() {
    target(
        target.source(),
        Place.OnDrift.HEAL,
        Optional.of(probe(Duration.ofSeconds(4), Duration.ofSeconds(2))));
    return new Host(
        target,
        ports(),
        new Host.Outside(mirror, service, clock),
        new Host.Hand() {
          @Override
          public void write(String text) {
            destination.write(target.place(), text);
          }

          @Override
          public void remove() {
            destination.erase(target.place());
          }
        });
  }

  /// The ports, as they are.
  public Ports ports() {
    return new Ports(
        mirror,
        destination,
        checks,
        service,
        service,
        new Ports.Memory(ledger, remote, cache),
        clock);
  }

  /// Content that says `bad-yaml` is refused until the check is mended; what `removes`, until that
  /// is permitted; `no-validator` cannot be judged. Whatever they say, they leave their copy
  /// changed.
  public static final class SimulatedChecks implements Checks {
    private final Change change;
    private boolean mended;
    private int made;

    SimulatedChecks(Change change) {
      this.change = change;
    }

    /// What a check does to its copy.
    interface Change {
      void to(Path copy);
    }

    /// From now on nothing is wrong with `bad-yaml`.
    public void mend() {
      mended = true;
    }

    /// How often content was checked.
    public int made() {
      return made;
    }

    @Override
    public String basis(Target target) {
      return target.gate() + (mended ? " mended" : "");
    }

    @Override
    public Report check(Target target, Subject subject) throws StepFailed {
      made++;
      Judgement judgement =
          (copy, _) -> {
            change.to(copy);
            return verdict(subject);
          };
      return new Report(List.of(subject.copies().withCopy(judgement)), List.of());
    }

    private Verdict verdict(Subject subject) {
      String text = subject.content().text();
      boolean refused =
          (text.contains("bad-yaml") && !mended)
              || (text.contains("removes") && !subject.permissions().given().contains("removals"));
      Verdict.Result result =
          refused
              ? Verdict.Result.REFUSED
              : text.contains("no-validator") ? Verdict.Result.UNAVAILABLE : Verdict.Result.PASSED;
      return new Verdict("yaml", result, result.word(), "mend line 1");
    }
  }

  /// A pass as the timer makes it.
  public Outcome sync(PassRequest.Option... options) {
    return pass(ports(), options);
  }

  /// A pass through other ports.
  public Outcome pass(Ports ports, PassRequest.Option... options) {
    return ended(ports, options).outcome();
  }

  /// The same, with what became of its record.
  public PassEnd ended(Ports ports, PassRequest.Option... options) {
    return new Deployer(ports, new CriticalSection()).pass(target, request(options));
  }

  /// A pass that a signal may meet.
  public Outcome sync(CriticalSection section) {
    return new Deployer(ports(), section).pass(target, request()).outcome();
  }

  /// An operator's rollback to an entry.
  public Outcome rollBack(Entry entry) {
    return rollBack(Optional.of(entry));
  }

  /// An operator's rollback to the previous good content.
  public Outcome rollBack() {
    return rollBack(Optional.empty());
  }

  private Outcome rollBack(Optional<Entry> to) {
    return new Deployer(ports(), new CriticalSection())
        .rollBack(target, to, "it is wrong", request())
        .outcome();
  }

  private static PassRequest request(PassRequest.Option... options) {
    return new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of(options));
  }

  /// An operator's word that the branch may leave behind what is deployed, for this tip.
  public void accept(CommitId tip) {
    try {
      orders().acceptRewrite(target, tip);
    } catch (StepFailed e) {
      throw new AssertionError(e);
    }
  }

  /// Orders of an operator.
  public OrderEntries orders() {
    return new OrderEntries(ledger, clock, "ops", "web-arm");
  }

  /// What stands at the destination.
  public Optional<String> live() {
    return destination.look(target.place()).map(Content::text);
  }

  /// The record.
  public History history() {
    return ledger.history(target.name());
  }

  /// The outcomes in the record, oldest first.
  public List<String> record() {
    List<String> words = new ArrayList<>();
    ledger.walk(
        target.name(),
        entry -> {
          words.addFirst(entry.attempt().outcome().word());
          return true;
        });
    return words;
  }
}
