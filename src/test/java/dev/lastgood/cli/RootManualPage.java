// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.testkit.Roff;
import java.util.Objects;
import picocli.CommandLine;

/// Writes lastgood(1), where everything begins.
final class RootManualPage {
  private static final String DESCRIPTION =
      """
      `lastgood` keeps a running service on the last good version of a file that lives in somebody else's
      Git repository. A pass looks at the branch, takes the file, makes the target's checks on its bytes,
      swaps it in, lets the service read it, and asks a probe whether the service is well on it. When it is
      not, the last good version goes back. Every attempt is recorded as a commit.
      """;

  private static final String TALK =
      """
      Data goes to standard output, talk to standard error. `lastgood explain CODE` says in ten lines what
      an exit code or a state means and what to do.
      """;

  private RootManualPage() {}

  static String of(CommandLine root) {
    Roff page = new Roff("lastgood", 1, ManualPages.about(root));
    page.section("SYNOPSIS").paragraph(ManualPages.synopsis(root));
    page.section("DESCRIPTION").paragraph(DESCRIPTION).paragraph(TALK);
    page.section("COMMANDS");
    Help.GROUPS.forEach((group, names) -> {
      page.subsection(group);
      names.forEach(name -> {
        CommandLine command = Objects.requireNonNull(root.getSubcommands().get(name), name);
        page.item("`" + ManualPages.name(command) + "`(1)", ManualPages.about(command));
      });
    });
    ManualPages.options(page, root.getCommandSpec());
    page.section("EXIT STATUS");
    Help.exitCodes().forEach((code, meaning) -> page.item("`" + code + "`", meaning));
    for (String line : root.getCommandSpec().usageMessage().footer()) {
      if (!line.isEmpty()) {
        page.paragraph(line);
      }
    }
    environment(page);
    files(page);
    page.section("SEE ALSO")
        .paragraph("lastgood.yaml(5), git(1), systemd.service(5), systemd.timer(5)")
        .paragraph(
            "The runbook, docs/operations.md, begins with a card for 3 a.m.; it is installed with"
                + " the package, on Debian in /usr/share/doc/lastgood/.");
    return page.toString();
  }

  private static void environment(Roff page) {
    page.section("ENVIRONMENT")
        .item("`LASTGOOD_CONFIG`", "The configuration, where no `--config` names one.")
        .item("`LASTGOOD_LOG`", "`debug` adds the causes of what went wrong.")
        .item("`LASTGOOD_JAVA_OPTS`", "More options for the Java runtime that is shipped along.")
        .item("`NO_COLOR`", "Anything in it: no colours.")
        .item("`CREDENTIALS_DIRECTORY`", "Where systemd has put the unit's credentials.")
        .item(
            "`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`",
            "Proxies, read as curl(1) does, where a source names none.")
        .item("`SSL_CERT_FILE`", "The certificates that this host trusts.");
  }

  private static void files(Roff page) {
    page.section("FILES")
        .item("`/etc/lastgood.yaml`", "The configuration: lastgood.yaml(5).")
        .item(
            "`/var/lib/lastgood/ledger.git`",
            "The record: a bare repository, a branch for each target.")
        .item("`/var/lib/lastgood/mirror/`", "What was read of the sources: a cache.")
        .item(
            "`/var/lib/lastgood/status.json`",
            "The last look at each source, the last pass of each target.")
        .item(
            "`/var/lib/lastgood/notified.json`",
            "What people were told; only where there is `notify:`.")
        .item("`/var/lib/lastgood/identity.json`", "What tells this record from any other.")
        .item("`/var/lib/lastgood/lock`", "Held while a pass is made; never to be deleted.");
  }
}
