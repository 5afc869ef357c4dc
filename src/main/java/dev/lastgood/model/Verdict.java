// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What one check said.
///
/// @param check its name: `size`, `yaml`, `json-schema`, `command`, `powersync`
/// @param message why; empty when there is nothing to say
/// @param hint what mends it; empty when there is nothing to do
public record Verdict(String check, Result result, String message, String hint) {
  /// Whether a check passed.
  public enum Result implements Worded {
    PASSED,
    /// The content is at fault.
    REFUSED,
    /// The check itself could not be made; the content is not judged.
    UNAVAILABLE;
  }
}
