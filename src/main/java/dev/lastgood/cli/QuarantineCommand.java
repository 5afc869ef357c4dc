// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import picocli.CommandLine.Command;

/// The content that is not tried again by itself.
@Command(
    name = "quarantine",
    description = "List or clear what must not be tried again.",
    subcommands = {QuarantineListCommand.class, QuarantineClearCommand.class},
    footer = {
      "",
      "Example:",
      "  lastgood quarantine list",
      "  lastgood quarantine clear powersync 77aa01c3"
    })
final class QuarantineCommand {}
