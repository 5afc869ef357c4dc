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
final class Story {
  private static final Person ADA = new Person("Ada Berg", "ada@fit.example");
  private static final Person JONAS = new Person("Jonas Weiss", "jonas@fit.example");
  private static final Person MIRA = new Person("Mira Sato", "mira@fit.example");

  private final Premises premises;
  private final Terminal terminal;
  private final Shell shell;
  private final Witness witness;
  private final List<String> recap = new ArrayList<>();
  private String title = "the introduction";

  Story(Premises premises, Terminal terminal, Shell shell) {
    this.premises = premises;
    this.terminal = terminal;
    this.shell = shell;
    this.witness = new Witness(premises);
  }

  /// The step that is under way, or that was when the story ended.
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
    CommitId tip = premises.upstream().push(ADA, "Sync each user's own workouts", Rules.FIRST);
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 0);
    witness.said(ran, "deployed");
    witness.live(Rules.FIRST);
    witness.expect("the number of the service's starts", 1, witness.starts());
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void quietTick() throws Deviation, IOException {
    step(
        "A quiet tick",
        """
        Nothing was merged since. This is what nearly every pass looks like.
        """);
    int before = premises.server().requests();
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 0);
    witness.said(ran, "unchanged");
    witness.untouched(1);
    int asked = premises.server().requests() - before;
    done(ran, "unchanged", "no restart; the Git server got " + asked + " requests");
  }

  private void change() throws Deviation, IOException {
    step(
        "A change is merged",
        """
        Jonas adds a bucket. No file on this host is edited for it.
        """);
    CommitId tip = premises.upstream().merge(JONAS, "Sync the list of exercises", Rules.EXERCISES);
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 0);
    witness.said(ran, "deployed");
    witness.live(Rules.EXERCISES);
    Shell.Ran shown = shell.lastgood("show-deployed-commit");
    witness.ended(shown, 0);
    witness.said(shown, tip.hex());
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void conflict() throws Deviation, IOException {
    step(
        "A broken file",
        """
        Mira's change is merged with the conflict markers still in the file.
        """);
    int starts = witness.starts();
    premises.upstream().merge(MIRA, "Sync levels and media", Rules.CONFLICT);
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 5);
    witness.said(ran, "refused");
    witness.live(Rules.EXERCISES);
    witness.untouched(starts);
    done(ran, "refused", "the file and the service were not touched");
  }

  private void crash() throws Deviation, IOException {
    step(
        "A file that crashes the service",
        """
        The conflict is resolved, with a call of a function that does not exist. The file passes
        every check. The service even answers 200, for a second, before it exits: again and again.
        """);
    int crashes = premises.supervisor().crashes();
    premises.upstream().merge(MIRA, "Sync the muscle of an exercise", Rules.CRASHING);
    Shell.Ran ran = shell.lastgood("sync");
    int crashed = premises.supervisor().crashes() - crashes;
    terminal.tell("What the service had to say about it:");
    Files.readAllLines(premises.serviceLog()).stream()
        .filter(line -> line.contains("Fatal"))
        .limit(1)
        .forEach(terminal::output);
    witness.ended(ran, 6);
    witness.said(ran, "rolled-back");
    witness.expect("that the service crashed on the new file", true, crashed > 0);
    witness.live(Rules.EXERCISES);
    done(ran, "rolled-back", "crashed " + crashed + "x, then back on the last good and healthy");
  }

  private void quarantine() throws Deviation, IOException {
    step(
        "The quarantine holds",
        """
        The bad file is still the newest in the branch. The timer's next pass leaves it alone, and
        goes on failing, so that somebody is told.
        """);
    int starts = witness.starts();
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 5);
    witness.said(ran, "quarantine");
    witness.live(Rules.EXERCISES);
    witness.untouched(starts);
    done(ran, "refused", "no restart: started " + starts + "x before and after");
  }

  private void fix() throws Deviation, IOException {
    step(
        "The fix is merged",
        """
        Jonas finds a function that does. New content needs nobody's leave.
        """);
    CommitId tip = premises.upstream().merge(JONAS, "Read the muscle out of its JSON", Rules.FIXED);
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 0);
    witness.said(ran, "deployed");
    witness.live(Rules.FIXED);
    done(ran, "deployed", "the service runs on " + tip.abbreviated());
  }

  private void handEdit() throws Deviation, IOException {
    step(
        "An edit by hand",
        """
        Somebody edits the deployed file on the host.
        """);
    shell.sh("echo '# just for tonight' >> service/sync-rules.yaml");
    witness.onDisk(Rules.FIXED + "# just for tonight\n");
    Shell.Ran ran = shell.lastgood("sync");
    witness.ended(ran, 0);
    witness.said(ran, "drift-healed");
    witness.live(Rules.FIXED);
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
    witness.ended(log, 0);
    witness.said(log, outcomes);
    terminal.tell("\nThe record is a Git repository:");
    String ledger = premises.home().resolve("state").resolve("ledger.git").toString();
    Optional<Shell.Ran> git = shell.git("-C", ledger, "log", "--oneline", "powersync");
    if (git.isPresent()) {
      witness.ended(git.get(), 0);
      witness.said(git.get(), outcomes);
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
        "%d. %-30s  exit %d  %-12s  %s"
            .formatted(recap.size() + 1, title, ran.code(), outcome, seen));
  }
}
