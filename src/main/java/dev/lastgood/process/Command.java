// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A program to run, without a shell.
///
/// @param argv program and arguments
/// @param environment added to this process's own
/// @param timeout after which it and its children are killed
public record Command(List<String> argv, Map<String, String> environment, Duration timeout) {}
