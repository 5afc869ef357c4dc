// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the loop tells the service manager that started it, in the words of `sd_notify(3)`.
public final class ServiceManager {
  private final NotifySocket socket;
  private String status = "";

  ServiceManager(NotifySocket socket) {
    this.socket = socket;
  }

  /// Where it is told; goes nowhere when nobody listens.
  public interface NotifySocket {
    /// Sends assignments, one a line. What can't be sent is forgotten: a service manager that is
    /// not there is no reason to stop.
    void send(String assignments);
  }

  /// The start, or the reading of the configuration, is over.
  void ready() {
    socket.send("READY=1");
  }

  /// The configuration is read again.
  ///
  /// @param now by the kernel's monotonic clock, which tells this from what was said before
  void reloading(Duration now) {
    socket.send("RELOADING=1\nMONOTONIC_USEC=" + now.toNanos() / 1000);
  }

  /// How things stand, in a line; said when it is another one than before.
  void status(String line) {
    if (!line.equals(status)) {
      status = line;
      socket.send("STATUS=" + line);
    }
  }

  void stopping() {
    socket.send("STOPPING=1");
  }

  void alive() {
    socket.send("WATCHDOG=1");
  }

  /// Within which time it wants to hear that we are alive; empty when it does not.
  ///
  /// @param pid ours: the demand may have been inherited from whoever it was made of
  public static Optional<Duration> watchdog(Map<String, String> variables, long pid) {
    String of = variables.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    String within = variables.getOrDefault("WATCHDOG_USEC", "");
    return of.equals(Long.toString(pid)) && within.matches("[1-9][0-9]{0,14}")
        ? Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(within), 1000)))
        : Optional.empty();
  }
}
