# SPDX-License-Identifier: Apache-2.0
# The example's host, evaluated by the real NixOS, with its settings read by the real program. Needs nixpkgs; the tests that
# need none are in src/test/java/dev/lastgood/nix.
{ pkgs }:

let
  host =
    isolation:
    (import "${pkgs.path}/nixos/lib/eval-config.nix" {
      inherit (pkgs.stdenv.hostPlatform) system;
      modules = [
        ../module.nix
        ../examples/powersync/host.nix
        ../examples/powersync/stand-ins.nix
        {
          services.lastgood.package = pkgs.lastgood;
          services.lastgood.isolation = pkgs.lib.mkForce isolation;
          boot.isContainer = true;
          system.stateVersion = pkgs.lib.trivial.release;
        }
      ];
    }).config;
  units = isolation: (host isolation).systemd.units;
  text = isolation: name: pkgs.writeText "${isolation}-${name}" (units isolation).${name}.text;
in
pkgs.runCommand "lastgood-module" { nativeBuildInputs = [ pkgs.systemd ]; } ''
  systemd-analyze security --offline=yes --threshold=12 ${text "bare" "lastgood.service"}
  systemd-analyze security --offline=yes --threshold=12 ${text "bare" "lastgood-boot.service"}
  systemd-analyze security --offline=yes --threshold=10 ${text "oci" "lastgood-units.service"}
  grep -q run-in-container ${text "oci" "lastgood.service"}
  # Building these reads them with check-config.
  cat ${(host "oci").services.lastgood.configFile} ${(host "bare").services.lastgood.configFile}
  touch $out
''
