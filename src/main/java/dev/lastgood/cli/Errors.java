// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.ConfigReport;
import dev.lastgood.sync.port.CriticalSection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a command throws into words and an exit code: the one place for it.
record Errors(Console console) {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  ExitCode guard(Verb verb, Session session) {
    try {
      return verb.run(session);
    } catch (UsageError e) {
      console.complain(e.context, String.valueOf(e.getMessage()), e.hint);
      return ExitCode.USAGE;
    } catch (RequestFailed e) {
      console.complain(e);
      ExitCode code = ExitCode.of(e);
      return code == ExitCode.BUG ? verb.broken() : code;
    } catch (ConfigRejected e) {
      ConfigReport.lines(e.problems()).forEach(console::fail);
      return ExitCode.OPERATOR;
    } catch (CriticalSection.Stopped e) {
      console.complain("", "lastgood was " + e.getMessage() + ".", "");
      return ExitCode.INTERRUPTED;
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      bug("", e);
      return verb.broken();
    }
  }

  /// What this program did wrong.
  ///
  /// @param context what it was doing, for example `target powersync`; may be empty
  void bug(String context, Throwable bug) {
    String what = bug.getMessage() == null ? bug.getClass().getSimpleName() : bug.getMessage();
    console.complain(
        context,
        "lastgood itself failed: " + what.lines().findFirst().orElse(""),
        "run the command again with LASTGOOD_LOG=debug and report what it prints");
    LOG.atDebug().setCause(bug).log("uncaught");
  }
}
