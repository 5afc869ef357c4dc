// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.destination.FileDestination;
import dev.lastgood.git.link.Connector;
import dev.lastgood.ledger.GitLedger;
import dev.lastgood.ledger.GitLedgerRemote;
import dev.lastgood.ledger.LedgerArchive;
import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Place;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.state.StatusFile;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.SimulatedService;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A host whose record and file are on a disk that may be wiped, and whose record is kept in a real
/// repository elsewhere. Branch, service and clock are simulated.
final class WipedHost implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm"); // a thousand passes flush a lot
  private static final Set<String> EXCHANGES = Set.of("compare", "push");
  private static final PassRequest TIMER =
      new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of());

  private final World world = new World();
  private final Path root;
  private final Path disk;
  private final Path elsewhere;
  private final Target target;
  private final PushPolicy policy;
  private Ports ports;
  private boolean isReached = true;

  WipedHost(PushPolicy.Mode mode) throws IOException {
    world.host(); // a proof of few calls
    root =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "lastgood")
            : Files.createTempDirectory("lastgood");
    disk = Files.createDirectory(root.resolve("disk"));
    elsewhere = root.resolve("record.git");
    target =
        new Target(
            world.target.name(),
            world.target.source(),
            world.target.path(),
            new Place(disk.resolve("rules.yaml"), Optional.empty(), true, Place.OnDrift.HEAL),
            world.target.gate(),
            world.target.consumer());
    policy = new PushPolicy(mode, Duration.ofDays(365));
    try (Repository bare =
        new FileRepositoryBuilder().setGitDir(elsewhere.toFile()).setBare().build()) {
      bare.create(true);
    }
    ports = ports();
  }

  private Ports ports() {
    Limits limits = new Limits(Duration.ofSeconds(30), 64 << 20, 1 << 20, Duration.ofMinutes(10));
    Access access = new Access(new Auth.Anonymous(), Optional.empty(), Optional.empty(), limits);
    Remote remote =
        new Remote(RemoteUrl.parse("file://" + elsewhere), access, "ledger.push", Remote.Use.WRITE);
    FileDestination destination = new FileDestination(Optional::empty);
    SimulatedService service = new SimulatedService(destination, target.place(), world.clock);
    service.start();
    return new Ports(
        world.mirror,
        destination,
        world.checks,
        service,
        service,
        new Ports.Memory(
            new GitLedger(state(), "web-arm", world.clock::now),
            reached(
                new GitLedgerRemote(
                    state(),
                    new GitLedgerRemote.Place(remote, "web-arm"),
                    policy,
                    new Connector(Map.of(), Progress.NONE))),
            new StatusFile(state())),
        world.clock);
  }

  /// The remote behind a network: what is an exchange fails while that is down.
  private LedgerRemote reached(LedgerRemote real) {
    return (LedgerRemote)
        Proxy.newProxyInstance(
            LedgerRemote.class.getClassLoader(),
            new Class<?>[] {LedgerRemote.class},
            (_, method, arguments) -> {
              if (!isReached && EXCHANGES.contains(method.getName())) {
                throw StepFailed.retry(Step.RECONCILE, "connection refused", "wait");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Path state() {
    return disk.resolve("state");
  }

  void merge(String text) {
    world.mirror.commit(text);
  }

  /// The remote's server is in reach, or is not.
  void reach(boolean there) {
    isReached = there;
  }

  /// A pass to which something happens at a call.
  PassEnd pass(FaultyPorts.Fault fault, int at) {
    world.clock.sleep(Duration.ofMinutes(1));
    return pass(new FaultyPorts(ports, fault, at).ports());
  }

  private PassEnd pass(Ports through) {
    return new Deployer(through, new CriticalSection()).pass(target, TIMER);
  }

  /// Passes in which nothing happens.
  void settle() {
    for (int i = 0; i < 3; i++) {
      world.clock.sleep(Duration.ofMinutes(1));
      PassEnd _ = pass(ports);
    }
  }

  /// What is lost with a disk.
  ///
  /// @param whole with the deployed file, as a pod's volume; else the state alone
  void wipe(boolean whole) throws IOException {
    delete(whole ? disk : state());
    Files.createDirectories(state());
    ports = ports();
  }

  Set<EntryId> entries() throws StepFailed {
    Set<EntryId> ids = new LinkedHashSet<>();
    ports.memory().ledger().walk(target.name(), entry -> ids.add(entry.id()));
    return ids;
  }

  int unpushed() throws StepFailed {
    return ports.memory().remote().unpushed(target.name()).entries();
  }

  /// What does not fit in the record, as `verify` has it.
  List<String> problems() throws StepFailed {
    return new LedgerArchive(state(), "web-arm", world.clock::now).audit().problems();
  }

  /// Every entry that the remote's branch leads to.
  Set<EntryId> remoteEntries() throws IOException {
    Set<EntryId> ids = new LinkedHashSet<>();
    try (Repository bare =
            new FileRepositoryBuilder().setGitDir(elsewhere.toFile()).setBare().build();
        RevWalk walk = new RevWalk(bare)) {
      ObjectId tip = bare.resolve("refs/heads/web-arm/" + target.name());
      if (tip != null) {
        walk.markStart(walk.parseCommit(tip));
        for (RevCommit commit : walk) {
          ids.add(new EntryId(new CommitId(commit.name())));
        }
      }
    }
    return ids;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    delete(root);
  }
}
