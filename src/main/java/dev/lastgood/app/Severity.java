// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Worded;

/// How serious something is to whoever looks.
public enum Severity implements Worded {
  /// As it should be.
  FINE,
  /// Works today.
  NOTICE,
  /// Will fail tonight, if it does not now.
  WRONG;
}
