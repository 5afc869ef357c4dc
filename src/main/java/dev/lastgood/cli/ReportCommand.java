// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.page.ReportDirectory;
import dev.lastgood.page.ReportPage;
import dev.lastgood.page.Reported;
import dev.lastgood.report.Line;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Everything on one page.
@Command(
    name = "report",
    description = "Write how things stand, and all that is recorded, as a page for a browser.",
    footer = {
      "",
      "The page is one file that loads nothing: it can be sent, kept, and printed. With --ledger"
          + " it",
      "is made from a copy of a record alone, and knows neither the file nor the service.",
      "",
      "Example: for whoever wants to look rather than read",
      "  lastgood report --html report.html",
      "  lastgood report --html - --ledger record.git > report.html"
    })
final class ReportCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Which targets; all of them when left out.")
  private List<String> names = List.of();

  @Option(
      names = "--html",
      paramLabel = "FILE|DIR",
      required = true,
      description = {
        "Where the page goes; it is replaced as a whole; - is standard output.",
        "A directory, or what ends in /, gets every entry whole, in further files."
      })
  private String html = "";

  @Mixin private LedgerOption ledger = new LedgerOption();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (html.isEmpty()) {
      throw new UsageError("", "--html names no file.", "for example: --html report.html");
    }
    if (ledger.isGiven()) {
      return ledger.open(
          session,
          names,
          chains ->
              write(
                  session,
                  ReportedTargets.recorded(chains, session.moments().now(), ledger.option())));
    }
    return write(
        session, ReportedTargets.here(session.equipment(), session.selection().targets(names)));
  }

  private ExitCode write(Session session, List<Reported> targets) throws RequestFailed {
    String host = session.operator().host();
    ReportPage.About about =
        ledger
            .place()
            .map(place -> new ReportPage.About("lastgood: a record", "the record in " + place))
            .orElseGet(() -> ReportedTargets.about(host));
    ReportPage page = new ReportPage(about, pass -> ExitCode.of(pass).code());
    ReportPage.Made made = written(session, page, targets);
    session.console().say(Line.of(said(made)));
    made.failures().forEach(session.console()::complain);
    return ExitCode.worst(made.failures().stream().map(ExitCode::of).toList());
  }

  private ReportPage.Made written(Session session, ReportPage page, List<Reported> targets)
      throws RequestFailed {
    PageFile file = new PageFile(html);
    if (file.isDirectory()) {
      return new ReportDirectory(page, file::writeIn).write(targets, session.moments());
    }
    ReportPage.Made made = page.of(targets, session.moments());
    if (html.equals("-")) {
      session.console().print(made.html());
    } else {
      file.write(made.html());
    }
    return made;
  }

  private String said(ReportPage.Made made) {
    int all = made.whole() + made.brief() + made.left();
    String where = html.equals("-") ? "Written" : Path.of(html) + " is written";
    return "%s: %d %s, %d of them whole, %d in brief, %d left out."
        .formatted(
            where, all, all == 1 ? "entry" : "entries", made.whole(), made.brief(), made.left());
  }
}
