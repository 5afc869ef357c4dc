// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.util.Locale;

/// How serious something is to whoever looks.
public enum Severity {
  /// As it should be.
  FINE,
  /// Works today.
  NOTICE,
  /// Will fail tonight, if it does not now.
  WRONG;

  /// The severity as it stands in JSON.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
