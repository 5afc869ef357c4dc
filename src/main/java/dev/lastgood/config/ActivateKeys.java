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
  private static final Key<List<String>> COMMAND =
      Key.choice(
          "command", Scalars.COMMAND, "A program: exit 0 is success. `{file}` is the destination.");
  private static final Key<Duration> TIMEOUT =
      Key.defaulted("timeout", Scalars.DURATION, "90s", "How long the job or program may take.");

  static final Either<Activation> SHAPE =
      new Either<>(
          new Scalar<>(Syntax.TEXT, List.of("none"), _ -> new Activation.None()),
          new Section<>(
              "How the service is made to read the file again; `none` when it notices by itself.",
              List.of(SYSTEMD, COMMAND, TIMEOUT),
              Choice.exactlyOne(SYSTEMD, COMMAND),
              ActivateKeys::activation));

  private ActivateKeys() {}

  private static Activation activation(Fields fields) {
    Duration timeout = fields.get(TIMEOUT);
    return fields
        .find(SYSTEMD)
        .<Activation>map(job -> new Activation.Systemd(job.unit, job.action, timeout))
        .orElseGet(() -> new Activation.Command(fields.argv(COMMAND), timeout));
  }

  private record Job(String unit, Activation.Action action) {}
}
