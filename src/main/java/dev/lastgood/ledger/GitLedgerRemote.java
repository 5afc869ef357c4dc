// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.git.link.BranchUpdate;
import dev.lastgood.git.link.Connector;
import dev.lastgood.ledger.RemoteComparison.Known;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.HostName;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// The record's remote as a Git repository with a branch `HOST/TARGET` for each target's chain.
///
/// What it is known to have is remembered by a ref of the ledger for each remote and branch. The
/// caller holds the state directory's lock.
public final class GitLedgerRemote implements LedgerRemote {
  private final LedgerAccess access;
  private final RemoteExchange exchange;
  private final String host;
  private final PushPolicy policy;

  /// A remote; nobody is asked anything yet.
  ///
  /// @param place where the record is kept
  /// @param connector talks to its server
  public GitLedgerRemote(Path stateDirectory, Place place, PushPolicy policy, Connector connector) {
    LedgerFiles files = new LedgerFiles(stateDirectory);
    this.access = new LedgerAccess(stateDirectory);
    this.exchange = new RemoteExchange(place.remote(), connector, files.staging());
    this.host = place.host();
    this.policy = policy;
  }

  /// Where the record is kept.
  ///
  /// @param host what this host is called there; refused when it is used and is no name for that
  public record Place(Remote remote, String host) {}

  @Override
  public Optional<PushPolicy> policy() {
    return Optional.of(policy);
  }

  @Override
  public Optional<Address> address(TargetName target) {
    try {
      return Optional.of(new Address(exchange.remote().url(), named(target).branch()));
    } catch (IllegalArgumentException e) { // whoever asks for more is told
      return Optional.empty();
    }
  }

  @Override
  public boolean isCredentialGiven() {
    return exchange.remote().access().auth().isGiven();
  }

  private RemoteBranch named(TargetName target) {
    return new RemoteBranch(exchange.remote(), new HostName(host), target);
  }

  @Override
  public Comparison compare(TargetName target) throws StepFailed {
    RemoteBranch branch = branch(target, Step.RECONCILE);
    Optional<ObjectId> there = exchange.tip(branch);
    Optional<Known> known = access.read(Step.RECONCILE, ledger -> Known.of(ledger, branch));
    Optional<ObjectId> here = known.flatMap(Known::here);
    if (there.isEmpty()) {
      if (known.flatMap(Known::once).isPresent()) { // somebody deleted it
        access.write(
            Step.RECONCILE,
            ledger -> {
              new RemoteComparison(exchange, branch, ledger).withNothing();
              return ledger;
            });
      }
      return here.isEmpty() ? new Comparison.Equal() : new Comparison.Ahead();
    }
    if (there.equals(here) && there.equals(known.flatMap(Known::there))) {
      return new Comparison.Equal();
    }
    return access.write(
        Step.RECONCILE, ledger -> new RemoteComparison(exchange, branch, ledger).with(there.get()));
  }

  @Override
  public Optional<EntryId> tip(TargetName target) throws StepFailed {
    return exchange.tipForPush(branch(target, Step.RECONCILE)).map(EntryReader::entryId);
  }

  @Override
  public void push(TargetName target, EntryId entry) throws StepFailed {
    RemoteBranch branch = branch(target, Step.PUSH);
    ObjectId id = EntryReader.objectId(entry);
    access.write(
        Step.PUSH,
        ledger -> {
          Optional<ObjectId> there = Known.of(ledger, branch).there();
          requireSound(ledger, target, new Ancestry(ledger.objects()).between(there, id));
          exchange.push(ledger, new BranchUpdate(branch.ref(), there, id));
          ledger.refs().point(branch.tracking(), id);
          return id;
        });
  }

  /// What is there can't be taken back, and a record with one entry that does not fit is brought to
  /// no other host.
  private static void requireSound(OpenLedger ledger, TargetName target, Set<ObjectId> entries)
      throws IOException {
    for (ObjectId id : entries) {
      try {
        ChainCheck.require(ledger, target, id);
      } catch (LedgerDamaged e) {
        throw new LedgerDamaged(
            "entry %s is not pushed: %s".formatted(id.name(), e.getMessage()), e);
      }
    }
  }

  @Override
  public Unpushed unpushed(TargetName target) throws StepFailed {
    RemoteBranch branch = branch(target, Step.PUSH);
    return access.read(Step.PUSH, ledger -> unpushed(ledger, branch)).orElse(Unpushed.NONE);
  }

  private static Unpushed unpushed(OpenLedger ledger, RemoteBranch branch) throws IOException {
    Known known = Known.of(ledger, branch);
    if (known.here().isEmpty() || known.here().equals(known.there())) {
      return Unpushed.NONE;
    }
    Set<ObjectId> entries =
        new Ancestry(ledger.objects()).between(known.there(), known.here().get());
    Optional<Instant> oldest = Optional.empty();
    for (ObjectId id : entries) {
      Instant at = ledger.objects().step(id).at(); // its record says the same
      oldest = oldest.filter(before -> before.isBefore(at)).or(() -> Optional.of(at));
    }
    return new Unpushed(entries.size(), oldest);
  }

  private RemoteBranch branch(TargetName target, Step step) throws StepFailed {
    try {
      return named(target);
    } catch (IllegalArgumentException e) {
      throw StepFailed.operator(
          step,
          "this host's name '%s' can't be a part of a branch's name".formatted(host),
          "set ledger.host");
    }
  }
}
