// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.util.List;
import sun.misc.Signal;

/// The signals that ask this process to stop: SIGHUP when its terminal is closed, SIGINT, SIGTERM.
///
/// The JVM answers them by a shutdown, in which the hooks of every library run beside whatever this
/// process is doing. JGit's take the lock files away from whoever is writing a ref. Where something
/// has to be finished first, no hook may have begun, and only a handler of our own sees to that.
public final class StopSignals {
  private static final String HANG_UP = "HUP";
  private static final List<String> NAMES = List.of(HANG_UP, "INT", "TERM");

  private StopSignals() {}

  /// Has them answered in this way from now on, each on a thread of its own. One that this process
  /// was started to ignore, as by `nohup`, stays ignored.
  public static void answer(Runnable answer) {
    for (String name : NAMES) {
      Signal.handle(new Signal(name), _ -> answer.run());
    }
  }

  /// Has SIGHUP answered in another way than the others: to a process without a terminal it means
  /// that its configuration is another one.
  public static void answerHangUp(Runnable answer) {
    Signal.handle(new Signal(HANG_UP), _ -> answer.run());
  }
}
