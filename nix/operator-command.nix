# SPDX-License-Identifier: Apache-2.0
# The command `lastgood` of an operator: as root like a timed pass, with what systemd knows of lastgood.service, the host's own
# additions included. As anybody else it is the plain program, for what needs no state (check, check-config, demo).
{ pkgs, cfg, systemd }:

pkgs.writeShellApplication {
  name = "lastgood";
  runtimeInputs = [
    pkgs.coreutils
    pkgs.gnugrep
    pkgs.gnused
    systemd
  ];
  text = ''
    exec ${cfg.package}/share/lastgood/libexec/run-like-the-unit "$@"
  '';
}
