// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// A repository on a server, how it is reached, and where an operator says so.
///
/// @param section the part of the configuration that names it, as in `sources.app`
public record Remote(RemoteUrl url, Access access, String section, Use use) {
  /// What we are there for: who lets us read need not let us write.
  public enum Use {
    /// Nothing is sent but questions.
    READ,
    /// Branches are moved on, too.
    WRITE
  }

  /// The name of one of its settings, for an operator.
  public String setting(String key) {
    return section + "." + key;
  }
}
