// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

/// How urgent a line is, as journald reads it at its beginning: the priorities of syslog.
public enum Priority {
  ERROR("<3>"),
  WARNING("<4>"),
  INFO("<6>"),
  DEBUG("<7>");

  private final String prefix;

  Priority(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }
}
