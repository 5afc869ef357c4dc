// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.report.Explanation;
import dev.lastgood.report.OutcomeExplanation;
import dev.lastgood.report.StateExplanation;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Ten lines for whoever was woken.
@Command(
    name = "explain",
    description = "Explain an exit code, a state, an outcome or an entry in ten lines.",
    footer = {
      "",
      "Says what happened, what is live now and what to do. Codes and words need no configuration.",
      "ENTRY is an entry's id, the beginning of one, or @{N}: N entries back.",
      "",
      "Example: what the alert was about",
      "  lastgood explain 5",
      "  lastgood explain waiting",
      "  lastgood explain powersync @{0}"
    })
final class ExplainCommand implements Verb {
  @Parameters(
      paramLabel = "[TARGET] CODE|STATE|OUTCOME|ENTRY",
      hideParamSyntax = true,
      arity = "1..2",
      description = "What; of an entry TARGET may be left out when there is only one.")
  private List<String> arguments = List.of();

  @Mixin private LedgerOption ledger = new LedgerOption();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    String what = arguments.getLast();
    if (arguments.size() == 1 && !ledger.isGiven()) {
      Optional<Explanation> word = code(what).or(() -> state(what)).or(() -> outcome(what));
      if (word.isPresent()) {
        session.answer(word.get()::json, word.get()::lines);
        return ExitCode.OK;
      }
      if (!what.matches("@\\{\\d+}|[0-9a-f]{4,40}")) {
        throw unknown(what);
      }
    }
    return entry(session, what);
  }

  private static Optional<Explanation> code(String word) {
    return Arrays.stream(ExitCode.values())
        .filter(code -> code != ExitCode.DIFFERENT && String.valueOf(code.code()).equals(word))
        .map(CodeExplanation::of)
        .findFirst();
  }

  private static Optional<Explanation> state(String word) {
    return Arrays.stream(TargetState.values())
        .filter(state -> state.word().equals(word))
        .map(StateExplanation::of)
        .findFirst();
  }

  private static Optional<Explanation> outcome(String word) {
    return OutcomeKind.parse(word).map(OutcomeExplanation::of);
  }

  private static UsageError unknown(String what) {
    List<String> words = CompletionNames.stateAndOutcomeWords();
    return what.matches("\\d+")
        ? new UsageError(
            "",
            "lastgood has no exit code " + what + ".",
            "its own are "
                + String.join(", ", Help.exitCodes().keySet())
                + "; systemd's begin at"
                + " 200: man systemd.exec")
        : new UsageError(
            "",
            "'" + what + "' is no exit code, no state, no outcome and no entry.",
            Nearest.hint(what, words));
  }

  private ExitCode entry(Session session, String what)
      throws UsageError, RequestFailed, ConfigRejected {
    List<String> named = arguments.subList(0, arguments.size() - 1);
    if (ledger.isGiven()) {
      return ledger.open(session, named, chosen -> show(session, CopySelection.only(chosen), what));
    }
    Target target = session.selection().target(named.stream().findFirst());
    return show(session, session.equipment().archive().chain(target.name()), what);
  }

  private ExitCode show(Session session, Chain chain, String what) throws RequestFailed {
    Explanation explanation =
        OutcomeExplanation.of(new AuditLog(chain).entry(what), session.moments(), ledger.option());
    session.answer(explanation::json, explanation::lines);
    return ExitCode.OK;
  }
}
