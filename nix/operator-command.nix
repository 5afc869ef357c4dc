# SPDX-License-Identifier: Apache-2.0
# The command `lastgood` of an operator. As root it runs like a timed pass: as the same user, within the same walls, with the
# same credentials. As anybody else it is the plain program, for what needs no state (check, check-config, demo).
{
  config,
  lib,
  pkgs,
  cfg,
  pass,
}:

let
  properties = lib.concatLists (
    lib.mapAttrsToList (
      name: value: map (each: "--property=${name}=${if lib.isBool each then lib.boolToString each else toString each}") (lib.toList value)
    ) pass.serviceConfig
  );
  environment = lib.mapAttrsToList (name: value: "--setenv=${name}=${value}") (
    pass.environment
    // {
      # A unit that is not NixOS' own has no path worth the name.
      PATH = lib.makeBinPath (
        pass.path
        ++ [
          pkgs.coreutils
          pkgs.findutils
          pkgs.gnugrep
          pkgs.gnused
          config.systemd.package
        ]
      );
    }
  );
in
pkgs.writeShellScriptBin "lastgood" ''
  set -eu
  if [ "$(${pkgs.coreutils}/bin/id -u)" -ne 0 ]; then
    exec ${pass.program} "$@"
  fi
  # The inner shell knows the directory of the credentials, and hands the operator's words on as they are.
  exec ${config.systemd.package}/bin/systemd-run --quiet --collect --pipe --wait --service-type=exec --expand-environment=no \
    ${lib.escapeShellArgs (properties ++ environment)} \
    ''${LASTGOOD_LOG:+"--setenv=LASTGOOD_LOG=$LASTGOOD_LOG"} ''${NO_COLOR:+"--setenv=NO_COLOR=$NO_COLOR"} ''${SUDO_USER:+"--setenv=SUDO_USER=$SUDO_USER"} \
    -- ${pkgs.runtimeShell} -c ${lib.escapeShellArg ''exec ${pass.command "lastgood-by-hand-$$" ''"$CREDENTIALS_DIRECTORY"'' ''"$@"''}''} lastgood "$@"
''
