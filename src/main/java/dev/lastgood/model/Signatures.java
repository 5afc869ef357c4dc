// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.util.Optional;

/// Which commits must be signed, and by whom.
///
/// @param require how far back signatures are asked for
/// @param allowedSigners OpenSSH's allowed_signers file
/// @param openpgpKeys armored public keys
public record Signatures(
    Require require, Optional<Path> allowedSigners, Optional<Path> openpgpKeys) {
  /// How far back signatures are asked for.
  public enum Require implements Worded {
    /// Nothing is verified.
    NONE,
    /// The commit that is deployed.
    TIP,
    /// The tip, and every commit since the deployed one that touched the path or permits something.
    /// Where nothing is deployed to count from, the tip and the commit that wrote the file.
    ALL
  }
}
