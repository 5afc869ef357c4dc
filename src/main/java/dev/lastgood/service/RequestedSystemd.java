// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Step;
import dev.lastgood.process.Finished;
import dev.lastgood.service.RequestFiles.Reply;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The host's `systemctl`, asked through files, for a container that has no way to systemd's bus: a
/// request is `VERB UNIT`.
public final class RequestedSystemd implements SystemdClient {
  private final RequestFiles requests;

  /// Leaves requests below this directory, and looks for answers there.
  public RequestedSystemd(Path directory) {
    this(directory, RequestFiles.NOTICE);
  }

  /// For a test that does not want to wait.
  RequestedSystemd(Path directory, Duration notice) {
    this.requests = new RequestFiles(directory, notice);
  }

  @Override
  public Finished ask(Verb verb, String unit, Duration timeout) throws StepFailed {
    Optional<Reply> reply = requests.ask(verb.word() + " " + unit, new byte[0], timeout);
    return reply.isPresent()
        ? finished(reply.get(), verb, unit)
        : new Finished.TimedOut("", "the host took the request and gave no answer yet");
  }

  private static Finished finished(Reply reply, Verb verb, String unit) throws StepFailed {
    int code = reply.code();
    String text = reply.text();
    if (code == RequestFiles.REFUSED) {
      throw StepFailed.operator(
          Step.ACTIVATE,
          "%s refuses to %s %s: %s"
              .formatted(
                  RequestFiles.ANSWERER,
                  verb.word(),
                  unit,
                  text.lines().findFirst().orElse("no reason")),
          "add it, without show:, to the units that it may restart, UNITS= in its drop-in or its"
              + " ExecStart=: systemctl cat "
              + RequestFiles.ANSWERER);
    }
    return code == 0 ? new Finished.Exited(0, text, "") : new Finished.Exited(code, "", text);
  }
}
