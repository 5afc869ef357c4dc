// SPDX-License-Identifier: Apache-2.0

/// The Nix code under `nix/`, evaluated against a stub of nixpkgs and read by the real systemd.
@NullMarked
package dev.lastgood.nix;

import org.jspecify.annotations.NullMarked;
