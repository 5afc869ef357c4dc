// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.Pushed;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.LedgerRemote.Unpushed;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings the record to its remote now, at somebody's word.
public record RecordPush(ExclusiveWork exclusive) {
  /// What became of a target's record.
  ///
  /// @param sent how many entries are there that were not known to be
  /// @param left how many are not there still
  public record Result(
      Target target, LedgerRemote.Address remote, int sent, int left, Optional<Failure> failure) {}

  /// Does it for each target.
  ///
  /// @param tell is given each result as soon as it is there
  /// @throws RequestFailed when the record is kept nowhere else, or another pass is running
  public List<Result> run(List<Target> targets, PassRequest request, Consumer<Result> tell)
      throws RequestFailed {
    requireRemote(exclusive.equipment().ports());
    return exclusive.run(() -> {
      List<Result> results = new ArrayList<>();
      for (Target target : targets) {
        Result result = Subject.of(target).ask(() -> push(target, request));
        tell.accept(result);
        results.add(result);
      }
      return results;
    });
  }

  static void requireRemote(Ports ports) throws RequestFailed {
    if (ports.memory().remote().policy().isEmpty()) {
      throw new RequestFailed(
          Subject.LEDGER.name(),
          Failure.operator(
              Step.PUSH,
              "the record is kept on this host alone: it has no remote",
              "name one in the configuration: ledger.push.url"));
    }
  }

  private Result push(Target target, PassRequest request) throws StepFailed {
    TargetName name = target.name();
    Unpushed before = remote().unpushed(name);
    LedgerRemote.Address address =
        remote()
            .address(name)
            .orElseThrow(() ->
                StepFailed.operator(
                    Step.PUSH,
                    "the record's remote has no branch for this host's name",
                    "set ledger.host"));
    Pushed pushed = exclusive.equipment().deployer().push(target, request);
    int left = remote().unpushed(name).entries();
    return new Result(
        target, address, Math.max(0, before.entries() - left), left, pushed.failure());
  }

  private LedgerRemote remote() {
    return exclusive.equipment().ports().memory().remote();
  }
}
