// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

/// One thing that a diagnosis looked at.
///
/// @param subject what it is about, for example `target powersync`
/// @param fix the command or line that mends it; empty when it is fine
public record Finding(Severity severity, String subject, String message, String fix) {}
