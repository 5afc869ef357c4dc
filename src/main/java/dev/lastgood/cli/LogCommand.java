// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.EntryFilter;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.report.EntryDiff;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The audit log, newest first.
@Command(
    name = "log",
    description = "Show the audit log, newest first.",
    footer = {
      "",
      "TIME is 2h or 7d (ago), 2026-11-21, '2026-11-21 04:10' or RFC 3339.",
      "",
      "Example: who broke it this week, and what went live then",
      "  lastgood log --since 7d --outcome rolled-back",
      "  lastgood log -n 1 --patch",
      "  lastgood log web-arm/powersync --ledger record.git --since 7d"
    })
final class LogCommand implements Verb {
  @Mixin private ChainsArgument chains = new ChainsArgument();

  @Option(names = "-n", paramLabel = "N", description = "At most so many entries.")
  private Optional<Integer> limit = Optional.empty();

  @Option(names = "--since", paramLabel = "TIME", description = "Entries from then on.")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Entries up to then; a date is included.")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "Entries with this outcome, for example rolled-back; may be repeated.")
  private List<String> outcomes = List.of();

  @Option(
      names = "--author",
      paramLabel = "TEXT",
      description =
          "Entries whose author's name or address has this in it; of an order, who gave it.")
  private Optional<String> author = Optional.empty();

  @Option(names = "--patch", description = "Also show what changed in the file that is live.")
  private boolean patch;

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (limit.filter(most -> most < 0).isPresent()) {
      throw new UsageError("", "-n takes no negative number: " + limit.get() + ".", "log -n 10");
    }
    return chains.with(session, chosen -> show(session, chosen));
  }

  private ExitCode show(Session session, List<Chain> chosen) throws UsageError, RequestFailed {
    List<AuditLog.Located> entries =
        AuditLog.entries(chosen, filter(session.moments()), limit.orElse(Integer.MAX_VALUE));
    if (entries.isEmpty()) {
      session.console().say(Line.of("No entry fits."));
    }
    for (int i = 0; i < entries.size(); i++) {
      Chain chain = entries.get(i).chain();
      Entry entry = entries.get(i).entry();
      if (session.json()) {
        session.console().print(RecordJson.of(entry));
        continue;
      }
      if (i > 0) {
        session.console().gap();
      }
      session
          .console()
          .print(
              new EntryText(entry, session.moments()).brief(chosen.size() > 1 ? chain.name() : ""));
      if (patch) {
        new AuditLog(chain).change(entry).map(EntryDiff::of).ifPresent(session.console()::print);
      }
    }
    return ExitCode.OK;
  }

  private EntryFilter filter(Moments moments) throws UsageError {
    TimeArgument times = new TimeArgument(moments);
    List<OutcomeKind> kinds = new ArrayList<>();
    for (String word : outcomes) {
      kinds.add(OutcomeKind.parse(word).orElseThrow(() -> unknown(word)));
    }
    return new EntryFilter(
        since.isPresent() ? Optional.of(times.since(since.get())) : Optional.empty(),
        until.isPresent() ? Optional.of(times.until(until.get())) : Optional.empty(),
        kinds,
        author);
  }

  private static UsageError unknown(String word) {
    List<String> known = Arrays.stream(OutcomeKind.values()).map(OutcomeKind::word).toList();
    return new UsageError(
        "", "no entry has the outcome '" + word + "'.", "it is one of " + String.join(", ", known));
  }
}
