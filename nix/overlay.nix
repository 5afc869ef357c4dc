# SPDX-License-Identifier: Apache-2.0
final: _: { lastgood = final.callPackage ./package.nix { }; }
