// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happens, step by step. Each step runs `lastgood` as a timer would, and looks for itself
/// whether it did what it says.
final class Walkthrough {
  private static final Person ADA = new Person("Ada Berg", "ada@fit.example");
  private static final Person JONAS = new Person("Jonas Weiss", "jonas@fit.example");
  private static final Person MIRA = new Person("Mira Sato", "mira@fit.example");

  private final DemoHost host;
  private final Terminal terminal;
  private final Shell shell;
  private final Expectations expect;
  private final List<String> recap = new ArrayList<>();
  private String title = "the introduction";

  Walkthrough(DemoHost host, Terminal terminal, Shell shell) {
    this.host = host;
    this.terminal = terminal;
    this.shell = shell;
    this.expect = new Expectations(host);
  }

  /// The step that is under way, or that was when it ended.
  String step() {
    return "step " + (recap.size() + 1) + " (" + title + ")";
  }

  /// What was seen, a line for each step that came to its end.
  List<String> recap() {
    return List.copyOf(recap);
  }

  /// Tells it to its end.
  ///
  /// @throws Deviation when something is not as it should be
  void tell() throws Deviation, IOException {
    firstDeployment();
    quietTick();
    change();
    conflict();
    crash();
    quarantine();
    fix();
    handEdit();
    audit();
  }

  private void firstDeployment() throws Deviation, IOException {
    step(
        "The first deployment",
        """
        Ada has written the sync rules. This host has none yet, and the service is not running.
        """);
    CommitId tip = host.upstream().push(ADA, "Sync each user's own workouts", Rules.FIRST);
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 0);
    expect.said(ran, "deployed");
    expect.live(Rules.FIRST);
    expect.same("the number of the service's starts", 1, expect.starts());
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void quietTick() throws Deviation, IOException {
    step(
        "A quiet tick",
        """
        Nothing was merged since. This is what nearly every pass looks like.
        """);
    int before = host.server().requests();
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 0);
    expect.said(ran, "unchanged");
    expect.untouched(1);
    int asked = host.server().requests() - before;
    done(
        ran,
        "unchanged",
        "no restart; the Git server was asked " + (asked == 1 ? "once" : asked + " times"));
  }

  private void change() throws Deviation, IOException {
    step(
        "A change is merged",
        """
        Jonas adds a bucket. No file on this host is edited for it.
        """);
    CommitId tip = host.upstream().merge(JONAS, "Sync the list of exercises", Rules.EXERCISES);
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 0);
    expect.said(ran, "deployed");
    expect.live(Rules.EXERCISES);
    Shell.Ran shown = shell.lastgood("show-deployed-commit");
    expect.ended(shown, 0);
    expect.said(shown, tip.hex());
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void conflict() throws Deviation, IOException {
    step(
        "A broken file",
        """
        Mira's change is merged with the conflict markers still in the file.
        """);
    int starts = expect.starts();
    host.upstream().merge(MIRA, "Sync levels and media", Rules.CONFLICT);
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 5);
    expect.said(ran, "refused");
    expect.live(Rules.EXERCISES);
    expect.untouched(starts);
    done(ran, "refused", "the file and the service were not touched");
  }

  private void crash() throws Deviation, IOException {
    step(
        "A file that crashes the service",
        """
        The conflict is resolved, with a call of a function that does not exist. The file passes
        every check. The service even answers 200, for a second, before it exits: again and again.
        """);
    int crashes = host.supervisor().crashes();
    host.upstream().merge(MIRA, "Sync the muscle of an exercise", Rules.CRASHING);
    Shell.Ran ran = shell.lastgood("sync");
    int crashed = host.supervisor().crashes() - crashes;
    terminal.tell("What the service had to say about it:");
    Files.readAllLines(host.serviceLog()).stream()
        .filter(line -> line.contains("Fatal"))
        .limit(1)
        .forEach(terminal::output);
    expect.ended(ran, 6);
    expect.said(ran, "rolled-back");
    expect.same("that the service crashed on the new file", true, crashed > 0);
    expect.live(Rules.EXERCISES);
    done(ran, "rolled-back", "crashed " + crashed + "x, then back on the last good and healthy");
  }

  private void quarantine() throws Deviation, IOException {
    step(
        "The quarantine holds",
        """
        The bad file is still the newest in the branch. The timer's next pass leaves it alone, and
        goes on failing, so that somebody is told.
        """);
    int starts = expect.starts();
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 5);
    expect.said(ran, "quarantine");
    expect.live(Rules.EXERCISES);
    expect.untouched(starts);
    done(ran, "refused", "no restart: started " + starts + "x before and after");
  }

  private void fix() throws Deviation, IOException {
    step(
        "The fix is merged",
        """
        Jonas finds a function that does. New content needs nobody's leave.
        """);
    CommitId tip = host.upstream().merge(JONAS, "Read the muscle out of its JSON", Rules.FIXED);
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 0);
    expect.said(ran, "deployed");
    expect.live(Rules.FIXED);
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void handEdit() throws Deviation, IOException {
    step(
        "An edit by hand",
        """
        Somebody edits the deployed file on the host.
        """);
    shell.sh("echo '# just for tonight' >> service/sync-rules.yaml");
    expect.onDisk(Rules.FIXED + "# just for tonight\n");
    Shell.Ran ran = shell.lastgood("sync");
    expect.ended(ran, 0);
    expect.said(ran, "drift-healed");
    expect.live(Rules.FIXED);
    done(ran, "drift-healed", "the last good is back; the edit is kept in the record");
  }

  private void audit() throws Deviation, IOException {
    step(
        "The audit log",
        """
        Every pass that did or refused something is on the record: what, when, and whose change.
        """);
    List<String> outcomes =
        List.of("drift-healed", "deployed", "rolled-back", "refused", "deployed", "deployed");
    Shell.Ran log = shell.lastgood("log");
    expect.ended(log, 0);
    expect.said(log, outcomes);
    terminal.tell("\nThe record is a Git repository:");
    String ledger = host.home().resolve("state").resolve("ledger.git").toString();
    Optional<Shell.Ran> git = shell.git("-C", ledger, "log", "--oneline", "powersync");
    if (git.isPresent()) {
      expect.ended(git.get(), 0);
      expect.said(git.get(), outcomes);
    } else {
      terminal.tell("git is not installed here, so this is left out: git log --oneline powersync");
    }
    done(log, "6 entries", git.isPresent() ? "the same in stock git" : "git is not installed");
  }

  private void step(String name, String text) {
    title = name;
    terminal.heading((recap.size() + 1) + ". " + name);
    terminal.tell(text);
  }

  private void done(Shell.Ran ran, String outcome, String seen) {
    terminal.seen("exit " + ran.code() + "; " + seen);
    recap.add(
        "%d. %-31s  exit %d  %-12s  %s"
            .formatted(recap.size() + 1, title, ran.code(), outcome, seen));
  }
}
