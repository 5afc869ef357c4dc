# SPDX-License-Identifier: Apache-2.0
# The options as NixOS' manual would show them. docs/nixos-options.md is the same from the stub.
{ pkgs }:

let
  inherit
    (pkgs.lib.evalModules {
      modules = [ ./options.nix ];
      specialArgs = { inherit pkgs; };
    })
    options
    ;
in
(pkgs.nixosOptionsDoc {
  options = { inherit (options) services; };
  warningsAreErrors = true;
  # Not where the source lay when this was built.
  transformOptions = option: option // { declarations = [ "nix/options.nix" ]; };
}).optionsCommonMark
