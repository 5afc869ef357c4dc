// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Target;
import dev.lastgood.sync.DenialRule;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.Optional;

/// Examines what a service answers: to its probe, and to what is asked before it is made to read
/// something new.
record ProbeExamination(Ports ports, Findings findings) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  void examine(String subject, Target target) {
    target
        .consumer()
        .probe()
        .map(ProbeSpec::question)
        .ifPresent(question -> findings.examine(subject, () -> probe(subject, target, question)));
    target
        .consumer()
        .patience()
        .deployWhen()
        .forEach(
            wait -> findings.examine(subject, () -> deployWhen(subject, target, wait.question())));
    unseen(subject, target);
  }

  private void probe(String subject, Target target, ProbeSpec.Question question) throws StepFailed {
    Probe.Answer answer = ask(target, question);
    String detail = answer.sample().detail();
    if (answer.kind() == Probe.Kind.GREEN) {
      findings.fine(subject, "its probe is green: " + detail);
    } else {
      findings.wrong(
          subject,
          "its probe is red: " + detail,
          fix(target, answer.kind(), asked(question, detail)));
    }
  }

  /// What was asked and what came of it; of several questions the answer says which it was.
  private static String asked(ProbeSpec.Question question, String detail) {
    return switch (question) {
      case ProbeSpec.Http(RequestSpec request, _) -> request.uri().getRawPath() + ": " + detail;
      case ProbeSpec.All _, ProbeSpec.Command _, ProbeSpec.Systemd _ -> detail;
    };
  }

  private static String fix(Target target, Probe.Kind kind, String detail) {
    if (judgesSyncRules(target) && detail.contains("/probes/") && detail.contains("404")) {
      return "have PowerSync answer over HTTP: healthcheck: {probes: {use_http: true}} in its"
          + " service.yaml";
    }
    String fix =
        switch (kind) {
          case REJECTED -> DenialRule.HINT;
          case DENIED -> "look at the service, or " + DenialRule.HINT;
          case OTHER_CONTENT ->
              DenialRule.OTHER_CONTENT + ", or a restart that is due (systemctl restart)";
          case GREEN, RED, FINAL, SILENT -> "look at the service";
        };
    return fix + "; lastgood status " + target.name() + " asks again";
  }

  private void deployWhen(String subject, Target target, ProbeSpec.Question question)
      throws StepFailed {
    Probe.Answer answer = ask(target, question);
    String detail = answer.sample().detail();
    switch (answer.kind()) {
      case GREEN -> findings.fine(subject, "it may be restarted for something new: " + detail);
      case SILENT ->
          findings.notice(
              subject,
              "what deploy-when asks does not answer, so something new would not wait: " + detail,
              "start the service, or correct the url");
      case RED, OTHER_CONTENT, FINAL ->
          findings.notice(
              subject,
              "something new would wait for it: " + detail,
              "mend what deploy-when asks for");
      case DENIED, REJECTED ->
          findings.wrong(
              subject,
              "nothing new is deployed, since deploy-when can't be asked: " + detail,
              "correct its url, bearer or headers, or the token's file");
    }
  }

  private Probe.Answer ask(Target target, ProbeSpec.Question question) throws StepFailed {
    ports.probe().requireReady(question);
    CommandEnvironment environment =
        new CommandEnvironment(
            target.name(),
            target.place().path(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return ports.probe().ask(question, TIMEOUT, environment);
  }

  /// Rules that PowerSync was told not to exit over stay green for ever.
  private void unseen(String subject, Target target) {
    Optional<ProbeSpec.Question> question = target.consumer().probe().map(ProbeSpec::question);
    if (judgesSyncRules(target) && question.filter(ProbeSpec.Question::seesContent).isEmpty()) {
      findings.notice(
          subject,
          "its probe can't see which rules PowerSync holds, nor what is wrong with them where it"
              + " has exit_on_error: false",
          "name one of its api.tokens: preset: {powersync: {token-file: …}}");
    }
  }

  private static boolean judgesSyncRules(Target target) {
    return target.gate().checks().stream().anyMatch(CheckSpec.PowerSyncRules.class::isInstance);
  }
}
