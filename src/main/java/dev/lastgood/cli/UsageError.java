// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

/// A command line that names what is not there, or says what can't be meant.
final class UsageError extends Exception {
  private static final long serialVersionUID = 1;

  final String context;
  final String hint;

  /// @param context what it is about, for example `target powersync`; may be empty
  /// @param hint what to write instead; may be empty
  UsageError(String context, String message, String hint) {
    super(message);
    this.context = context;
    this.hint = hint;
  }
}
