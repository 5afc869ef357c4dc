// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Run;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pass as it is going to be recorded: who ordered it, what each step took, and its entries.
final class PassRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(PassRecorder.class);

  private final Target target;
  private final PassRequest request;
  private final Ports ports;
  private final Instant startedAt;
  private final Duration start;
  private final Map<Step, Duration> timings = new EnumMap<>(Step.class);
  private Optional<Mirror.Tip> tip = Optional.empty();
  private Optional<Candidate> found = Optional.empty();
  private Optional<EntryId> newest = Optional.empty();
  private boolean written;

  PassRecorder(Target target, PassRequest request, Ports ports) {
    this.target = target;
    this.request = request;
    this.ports = ports;
    this.startedAt = ports.time().now();
    this.start = ports.time().elapsed();
  }

  Target target() {
    return target;
  }

  PassRequest request() {
    return request;
  }

  /// Notes where the branch stands.
  void tip(Mirror.Tip seen) {
    tip = Optional.of(seen);
  }

  /// Where the branch stood; empty when the pass did not get that far.
  Optional<Mirror.Tip> tip() {
    return tip;
  }

  /// Notes what stands at branch:path, as far as it is known by now.
  void found(Candidate candidate) {
    found = Optional.of(candidate);
  }

  /// What stood at branch:path; empty when the pass did not get that far.
  Optional<Candidate> found() {
    return found;
  }

  /// What the record says now.
  History history() throws StepFailed {
    History history = ports.memory().ledger().history(target.name());
    newest = history.ofPass().map(Entry::id);
    return history;
  }

  /// How things stand on this host now.
  Observed observe() throws StepFailed {
    return observe(history());
  }

  /// The same with the record as it was read before.
  Observed observe(History history) throws StepFailed {
    return new Observed(history, ports.destination().look(target.place()));
  }

  /// The newest entry that a pass wrote; empty when there is none, or the record can't be read.
  Optional<EntryId> newest() {
    return newest;
  }

  /// Something was recorded that is to be on the remote when this ends.
  void noteWritten() {
    written = true;
  }

  /// Whether the pass appended an entry.
  boolean hasWritten() {
    return written;
  }

  /// Does a step and adds its time; a step that is done twice counts twice.
  <T> T timed(Step step, Work<T> work) throws StepFailed {
    Duration before = ports.time().elapsed();
    try {
      return work.done();
    } finally {
      timings.merge(step, ports.time().elapsed().minus(before), Duration::plus);
    }
  }

  /// Does a step in which whatever is thrown by whomever is a failure: one of the second half, or
  /// one that a pass goes on without.
  <T> T step(Step step, Work<T> work) throws StepFailed {
    return guarded(step, () -> timed(step, work));
  }

  /// The same for what returns nothing.
  void step(Step step, Task task) throws StepFailed {
    Task _ =
        step(
            step,
            () -> {
              task.done();
              return task;
            });
  }

  /// Does a step without which the pass goes on all the same.
  ///
  /// @param otherwise what is so when it fails
  void tryStep(Step step, String otherwise, Task task) {
    try {
      step(step, task);
    } catch (StepFailed e) {
      warn(otherwise, e.failure());
    }
  }

  /// The same as a step for what counts to none of them.
  <T> T guarded(Step step, Work<T> work) throws StepFailed {
    try {
      return work.done();
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .addKeyValue("target", target.name())
          .addKeyValue("step", step.word())
          .setCause(e)
          .log("bug");
      throw new StepFailed(Failure.bug(step, e), e);
    }
  }

  /// Tells the log what is done.
  void info(String what) {
    LOG.atInfo().addKeyValue("target", target.name()).log(what);
  }

  /// Tells the log what went wrong that is not the pass's outcome.
  void warn(String what, Failure why) {
    LOG.atWarn().addKeyValue("target", target.name()).addKeyValue("why", why.message()).log(what);
  }

  /// How long it takes, as of now.
  Duration took() {
    return ports.time().elapsed().minus(start);
  }

  /// When, where, by whom, as of now.
  Run run() {
    return new Run(
        request.trigger(),
        request.actor(),
        request.host(),
        startedAt,
        took(),
        Collections.unmodifiableMap(new EnumMap<>(timings))); // Map.copyOf has no order
  }

  /// Appends an entry about this pass.
  Entry settle(Attempt attempt, Ledger.Contents contents) throws StepFailed {
    Entry entry = ports.memory().ledger().settle(attempt, contents);
    newest = Optional.of(entry.id());
    noteWritten();
    return entry;
  }

  interface Work<T> {
    T done() throws StepFailed;
  }

  interface Task {
    void done() throws StepFailed;
  }
}
