// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import dev.lastgood.report.CdEvent;
import dev.lastgood.report.EntryDiff;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.ForeignView;
import dev.lastgood.report.InTotoStatement;
import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Chain;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One entry, whole.
@Command(
    name = "show",
    description = "Show one entry whole: record, checks, probe samples, diff.",
    footer = {
      "",
      "ENTRY is an entry's id, the beginning of one, or @{N}: N entries back.",
      "",
      "Example: the newest entry, and the one before it",
      "  lastgood show powersync @{0}",
      "  lastgood show powersync @{1}",
      "",
      "Example: the newest as an event for other tools, or as a statement to be signed",
      "  lastgood show powersync @{0} --as cdevents",
      "  lastgood show powersync @{0} --as in-toto"
    })
final class ShowCommand implements Verb {
  @Parameters(
      paramLabel = "[TARGET] ENTRY",
      hideParamSyntax = true,
      arity = "1..2",
      description = "Which entry of which target; TARGET may be left out when there is only one.")
  private List<String> arguments = List.of();

  @Option(
      names = "--as",
      paramLabel = "cdevents|in-toto",
      converter = ForeignFormat.Names.class,
      completionCandidates = ForeignFormat.Names.class,
      description = "In another's format: a CDEvents event, or an in-toto statement, as JSON.")
  private Optional<ForeignFormat> format = Optional.empty();

  @Mixin private LedgerOption ledger = new LedgerOption();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Optional<String> name = arguments.reversed().stream().skip(1).findFirst();
    if (ledger.isGiven()) {
      return ledger.open(session, name, chosen -> show(session, CopySelection.only(chosen)));
    }
    Target target = session.selection().target(name);
    return show(session, session.equipment().archive().chain(target.name()));
  }

  private ExitCode show(Session session, Chain chain) throws UsageError, RequestFailed {
    AuditLog log = new AuditLog(chain);
    Entry entry = log.entry(arguments.getLast());
    if (format.isPresent()) {
      session.console().print(as(format.get(), log, entry));
      return ExitCode.OK;
    }
    List<Line> diff = log.attempted(entry).map(EntryDiff::of).orElse(List.of());
    Console console = session.console();
    if (session.json()) {
      console.print(RecordJson.of(entry).putAll("diff", diff, Line::text));
      return ExitCode.OK;
    }
    console.print(new EntryText(entry, session.moments()).whole());
    if (!diff.isEmpty()) {
      console.gap();
      console.print(diff);
    }
    return ExitCode.OK;
  }

  private static Json as(ForeignFormat format, AuditLog log, Entry entry)
      throws UsageError, RequestFailed {
    ForeignView view =
        switch (format) {
          case CDEVENTS -> CdEvent.of(entry, log.content(entry, entry.after()));
          case IN_TOTO ->
              InTotoStatement.of(entry, log.content(entry, InTotoStatement.file(entry)));
        };
    return switch (view) {
      case ForeignView.Known(Json json) -> json;
      case ForeignView.Missing(String why) ->
          throw new UsageError(
              "target " + entry.attempt().target(),
              "entry %s (%s) can't be shown as %s: %s."
                  .formatted(entry.id().abbreviated(), entry.outcome().word(), format.word(), why),
              "leave out --as, or choose another entry: lastgood log " + entry.attempt().target());
    };
  }
}
