// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.Ports;
import dev.lastgood.process.CommandRunner;

/// Everything the commands work with, connected for one configuration.
///
/// @param ports the adapters behind the product's ports
/// @param deployer the product
/// @param archive what only the kept record can do
/// @param footing what a command that changes state stands on
/// @param turnstile lets one pass at a time through
/// @param commands runs programs, for `doctor`
record Equipment(
    Ports ports,
    Deployer deployer,
    Archive archive,
    Footing footing,
    Turnstile turnstile,
    CommandRunner commands) {}
