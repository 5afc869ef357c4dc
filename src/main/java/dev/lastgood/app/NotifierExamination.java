// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.MessageField;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Worded;
import dev.lastgood.text.Nearest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Examines who is told: whether his program would run, and whether the files can be read. Nobody
/// is told anything; `lastgood notify --test` does that.
record NotifierExamination(HostInspection host, Findings findings) {
  void examine(List<Notifier> notifiers) {
    for (int i = 0; i < notifiers.size(); i++) {
      String subject = "notify[" + i + "]";
      switch (notifiers.get(i).channel()) {
        case Notifier.Command(List<MessageTemplate> argv, _) -> program(subject, argv);
        case Notifier.Webhook webhook -> webhook(subject, webhook);
      }
    }
  }

  private void program(String subject, List<MessageTemplate> argv) {
    host.problem(argv.stream().map(MessageTemplate::text).toList())
        .ifPresentOrElse(
            why -> findings.wrong(subject, why, "install it, or correct the command"),
            () -> findings.fine(subject, argv.getFirst().text() + " can be run"));
  }

  private void webhook(String subject, Notifier.Webhook webhook) {
    int before = findings.all().size();
    FileExamination files = new FileExamination(host, findings);
    webhook.headers().values().stream()
        .flatMap(value -> value.secret().stream())
        .forEach(file -> files.secret(subject, file));
    switch (webhook.address()) {
      case Address.Given _ -> {}
      case Address.FromFile(Path file) ->
          files.secret(subject, file).ifPresent(text -> address(subject, file, text));
    }
    switch (webhook.body()) {
      case Body.Whole _, Body.Template _ -> {}
      case Body.FromFile(Path file, _) ->
          files.secret(subject, file).ifPresent(text -> body(subject, file, text));
    }
    if (findings.all().size() == before) {
      findings.fine(
          subject, "its webhook's files can be read; whether it answers: lastgood notify --test");
    }
  }

  private void address(String subject, Path file, String text) {
    if (Address.read(text).isEmpty()) {
      findings.wrong(
          subject,
          Address.unusable(file),
          "write the webhook's address into it, alone; what authorises goes into headers");
    }
  }

  private void body(String subject, Path file, String text) {
    List<String> known = Arrays.stream(MessageField.values()).map(Worded::word).toList();
    Optional<String> unknown = new MessageTemplate(text).unknown().stream().findFirst();
    unknown.ifPresent(name ->
        findings.wrong(
            subject, file + ": no message has '{" + name + "}'", Nearest.hint(name, known)));
  }
}
