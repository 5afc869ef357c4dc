// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.Activation;
import java.time.Duration;
import java.util.List;

/// The keys of an activation.
final class ActivateKeys {
  static final Key<String> UNIT =
      Key.required("unit", Scalars.UNIT, "The unit's whole name, as in `podman-app.service`.");
  private static final Key<Activation.Action> ACTION =
      Key.defaulted(
          "action",
          Scalars.word(Activation.Action.class),
          "try-restart",
          "`try-restart`: restart when it runs; `restart`; `reload`, for a service that reads its"
              + " file again at that. A unit that was stopped before is never started.");
  private static final Key<Job> SYSTEMD =
      Key.choice(
          "systemd",
          new Section<>(
              "A job of systemd.",
              List.of(UNIT, ACTION),
              fields -> new Job(fields.get(UNIT), fields.get(ACTION))),
          "A job of systemd; its result counts.");
  private static final Key<String> NAME =
      Key.required(
          "name",
          Scalars.PROCESS_NAME,
          "The process's name, as `ps -o comm` shows it. Of several with this name, those whose"
              + " parent has another one are meant.");
  private static final Key<Activation.Signal> SIGNAL =
      Key.required(
          "signal",
          Scalars.word(Activation.Signal.class),
          "`HUP`, `USR1` or `USR2`, at which it reads its file again; `TERM`, at which it ends, and"
              + " whoever keeps it running starts it again; `none`, when whoever keeps it running"
              + " sees the new file, as a liveness probe can. After the last two lastgood waits for"
              + " the new process. A process that does not run is never started.");
  private static final Key<Named> PROCESS =
      Key.choice(
          "process",
          new Section<>(
              "A process of the same user that is seen from here, as in a pod whose containers"
                  + " share a process namespace.",
              List.of(NAME, SIGNAL),
              fields -> new Named(fields.get(NAME), fields.get(SIGNAL))),
          "A process that is told by a signal.");
  private static final Key<List<String>> COMMAND =
      Key.choice(
          "command", Scalars.COMMAND, "A program: exit 0 is success. `{file}` is the destination.");
  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout",
          Scalars.DURATION,
          "90s",
          "How long the job or program may take, or a process to come back.");

  static final Either<Activation> SHAPE =
      new Either<>(
          new Scalar<>(Syntax.TEXT, List.of("none"), _ -> new Activation.None()),
          new Section<>(
              "How the service is made to read the file again; `none` when it notices by itself.",
              List.of(SYSTEMD, PROCESS, COMMAND, TIMEOUT),
              Choice.exactlyOne(SYSTEMD, PROCESS, COMMAND),
              ActivateKeys::activation));

  private ActivateKeys() {}

  private static Activation activation(Fields fields) {
    Duration timeout = fields.get(TIMEOUT);
    return fields
        .find(SYSTEMD)
        .<Activation>map(job -> new Activation.Systemd(job.unit, job.action, timeout))
        .or(() ->
            fields
                .find(PROCESS)
                .map(named -> new Activation.Signalled(named.name, named.signal, timeout)))
        .orElseGet(() -> new Activation.Command(fields.argv(COMMAND), timeout));
  }

  private record Named(String name, Activation.Signal signal) {}

  private record Job(String unit, Activation.Action action) {}
}
