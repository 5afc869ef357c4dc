# SPDX-License-Identifier: Apache-2.0
# The example's host, evaluated by the real NixOS, with its settings read by the real program. Needs nixpkgs; the tests that
# need none are in src/test/java/dev/lastgood/nix.
{ pkgs }:

let
  lastgood = pkgs.lastgood or (pkgs.callPackage ../package.nix { });
  host =
    isolation:
    # A path and a string, not a string with a path in it: that would copy nixpkgs into the store.
    (import (pkgs.path + "/nixos/lib/eval-config.nix") {
      inherit (pkgs.stdenv.hostPlatform) system;
      modules = [
        ../module.nix
        ../examples/powersync/host.nix
        ../examples/stand-ins.nix
        {
          services.lastgood.package = lastgood;
          services.lastgood.isolation = pkgs.lib.mkForce isolation;
          boot.isContainer = true;
          system.stateVersion = pkgs.lib.trivial.release;
        }
      ];
    }).config;
  text = isolation: name: pkgs.writeText "${isolation}-${name}" (host isolation).systemd.units.${name}.text;
in
pkgs.runCommand "lastgood-module" { nativeBuildInputs = [ pkgs.systemd ]; } ''
  # A build has no /run, and systemd wants a directory of that kind.
  export XDG_RUNTIME_DIR=$TMPDIR SYSTEMD_PAGER=
  score() { systemd-analyze --user security --offline=yes --threshold="$1" "$2"; }
  score 12 ${text "bare" "lastgood.service"}
  score 12 ${text "bare" "lastgood-boot.service"}
  score 12 ${text "bare" "lastgood-first-powersync.service"}
  score 10 ${text "oci" "lastgood-units.service"}
  grep -q run-in-container ${text "oci" "lastgood.service"}
  # Building these reads them with check-config.
  cat ${(host "oci").services.lastgood.configFile} ${(host "bare").services.lastgood.configFile}
  touch $out
''
