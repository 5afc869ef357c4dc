// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Locale;

/// An enum whose constants are words in the configuration, records, JSON, metrics, messages and
/// commands.
public interface Worded {
  /// The constant's name.
  String name();

  /// The constant as it is written, for example `rolled-back`.
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
