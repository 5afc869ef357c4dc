// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

/// How urgent a line is, as journald reads it at its beginning: the priorities of syslog.
public enum Priority {
  /// Something failed.
  ERROR("<3>"),
  /// Worth a look.
  WARNING("<4>"),
  /// What happens.
  INFO("<6>"),
  /// For whoever looks for a bug.
  DEBUG("<7>");

  private final String prefix;

  Priority(String prefix) {
    this.prefix = prefix;
  }

  /// What a line begins with.
  public String prefix() {
    return prefix;
  }
}
