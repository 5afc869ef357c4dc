// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.List;

/// What every program in the configuration must fulfil.
final class Commands {
  private Commands() {}

  /// The program and its arguments; anything but an absolute program is reported.
  static List<String> argv(Fields fields, Key<List<String>> key) {
    List<String> argv = fields.get(key);
    if (argv.isEmpty()) {
      fields.spot(key).reject("names no program", Scalars.COMMAND.hint());
    } else if (!argv.getFirst().startsWith("/")) {
      fields
          .spot(key)
          .reject(
              "the program must be an absolute path: '" + argv.getFirst() + "'",
              "a timer has another PATH than your shell; 'command -v "
                  + argv.getFirst()
                  + "' tells");
    }
    return argv;
  }
}
