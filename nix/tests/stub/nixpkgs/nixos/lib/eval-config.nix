# SPDX-License-Identifier: Apache-2.0
# As NixOS' own: a host of the given modules. Its units have their text.
{ modules, system }:

let
  lib = import ../../../lib.nix;
  pkgs = import ../../../pkgs.nix { inherit lib system; };
  inherit
    (lib.evalModules {
      modules = [ ../../../nixos.nix ] ++ modules;
      specialArgs = {
        inherit pkgs;
        utils = import ../../../utils.nix { inherit lib; };
      };
    })
    config
    ;
in
{
  config = lib.recursiveUpdate config {
    systemd.units = builtins.mapAttrs (_: text: { inherit text; }) (import ../../../units.nix { inherit lib; } config);
  };
}
