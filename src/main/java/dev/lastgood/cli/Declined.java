// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

/// A command that can't be done as asked, with the way out.
public final class Declined extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final String context;
  private final String hint;

  /// Says why.
  ///
  /// @param context what it is about, for example `target powersync`; may be empty
  /// @param hint the command or line that mends it; may be empty
  Declined(ExitCode exitCode, String context, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.context = context;
    this.hint = hint;
  }

  /// A command line that names what is not there.
  static Declined usage(String context, String message, String hint) {
    return new Declined(ExitCode.USAGE, context, message, hint);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  String context() {
    return context;
  }

  String hint() {
    return hint;
  }
}
