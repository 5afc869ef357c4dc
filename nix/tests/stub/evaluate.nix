# SPDX-License-Identifier: Apache-2.0
# A host of the given modules, with every option and every unit evaluated, as a value that --json can print.
{
  modules,
  # Where the program would be.
  package ? "/lastgood",
  # Who has nixpkgs' own can compare.
  lib ? import ./lib.nix,
}:

let
  pkgs = import ./pkgs.nix { inherit lib; } // {
    lastgood = {
      type = "derivation";
      name = "lastgood";
      outPath = package;
      meta.mainProgram = "lastgood";
    };
  };
  inherit
    (lib.evalModules {
      modules = [
        ./nixos.nix
        ../../module.nix
      ] ++ modules;
      specialArgs = {
        inherit pkgs;
        utils = import ./utils.nix { inherit lib; };
      };
    })
    config
    ;
  cfg = config.services.lastgood;
in
# An option that nobody reads would not be checked.
builtins.deepSeq config {
  failed = map (each: each.message) (builtins.filter (each: !each.assertion) config.assertions);
  inherit (config) warnings;
  inherit (cfg) persistentDirectories;
  inherit (import ../../derived.nix { inherit lib cfg; }) restartUnits;
  dropIns = map (name: "${name}.service") (
    builtins.filter (name: config.systemd.services.${name}.overrideStrategy == "asDropin") (builtins.attrNames config.systemd.services)
  );
  configuration = (cfg.configFile.env.passthru.written or cfg.configFile).text;
  checked = cfg.configFile ? env;
  units = import ./units.nix { inherit lib; } config;
  polkit = config.security.polkit;
  tmpfiles = config.systemd.tmpfiles.settings;
  inherit (config.users) users groups;
  others = {
    "environment.persistence" = config.environment.persistence or { };
    "preservation.preserveAt" = config.preservation.preserveAt or { };
  };
  commands = map (each: each.text or "") config.environment.systemPackages;
}
