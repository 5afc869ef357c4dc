// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Verdict;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Checks.Subject;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;

/// An external program's word.
///
/// Exit 0 passes. 75 (`EX_TEMPFAIL` of sysexits.h: the program could not judge, its endpoint was
/// down), 126 and 127 (a shell found nothing to run), and a signal that ended it (128 and more: it
/// ran out of memory, somebody killed it) say nothing about the content. Anything else refuses it.
final class CommandCheck {
  private static final Verdicts COMMAND = new Verdicts("command");

  /// What a shell, and the JDK for the program itself, add to a signal's number.
  private static final int SIGNAL = 128;

  private static final int LAST_SIGNAL = 64;

  private final CommandRunner runner;

  CommandCheck(CommandRunner runner) {
    this.runner = runner;
  }

  Verdict judge(CheckSpec.Command spec, Subject subject) throws StepFailed {
    return subject
        .copies()
        .withCopy((copy, environment) -> {
          Command command = new Command(spec.argv(), environment, spec.timeout());
          return verdict(spec, runner.run(command.about(copy)));
        });
  }

  private static Verdict verdict(CheckSpec.Command spec, Finished finished) {
    String program = spec.argv().getFirst();
    return switch (finished) {
      case Finished.Exited(int code, String out, String err) ->
          exited(program, code, Verdicts.excerpt(err.isBlank() ? out : err));
      case Finished.TimedOut(String out, String err) ->
          COMMAND.unavailable(
              "%s gave no answer in %s%s"
                  .formatted(
                      program,
                      Durations.rough(spec.timeout()),
                      said(Verdicts.excerpt(err.isBlank() ? out : err))),
              "raise the check's timeout, or find out what it waits for");
      case Finished.NotStarted(String why) ->
          COMMAND.unavailable(
              "the check could not be started: " + why,
              "install it, or correct the check's command");
    };
  }

  private static Verdict exited(String program, int code, String output) {
    if (code > SIGNAL && code <= SIGNAL + LAST_SIGNAL) {
      return COMMAND.unavailable(
          "%s was ended by signal %d (exit %d)%s"
              .formatted(program, code - SIGNAL, code, said(output)),
          "the next pass asks again; look for what ended it: memory that ran out, or a fault in"
              + " it");
    }
    return switch (code) {
      case 0 -> COMMAND.passed();
      case 75 ->
          COMMAND.unavailable(
              program + " could not judge now (exit 75)" + said(output),
              "the next pass asks again");
      case 126, 127 ->
          COMMAND.unavailable(
              program + " found nothing to run (exit " + code + ")" + said(output),
              "install what it needs, or correct the check's command");
      default -> COMMAND.refused(program + " refused it (exit " + code + ")" + said(output), "");
    };
  }

  private static String said(String output) {
    return output.isEmpty() ? "" : ": " + output;
  }
}
