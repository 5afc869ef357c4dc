// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

/// Who gives the command, and where, as the record names them.
///
/// @param actor the user; the one behind `sudo` when that was used
public record Operator(String actor, String host) {}
