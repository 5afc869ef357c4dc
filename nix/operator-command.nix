# SPDX-License-Identifier: Apache-2.0
# The command `lastgood` of an operator. As root it runs like a timed pass: as the same user, within the same walls, with the
# same credentials. As anybody else it is the plain program, for what needs no state (check, check-config, demo).
{
  config,
  lib,
  pkgs,
  derived,
  pass,
}:

let
  properties = lib.concatLists (
    lib.mapAttrsToList (
      name: value: map (each: "--property=${name}=${if lib.isBool each then lib.boolToString each else toString each}") (lib.toList value)
    ) pass.serviceConfig
  );
  # As NixOS puts it into the unit; a unit that is not NixOS' own has no path worth the name.
  environment = lib.mapAttrsToList (name: value: "--setenv=${name}=${toString value}") (
    lib.filterAttrs (_: value: value != null) (
      config.systemd.globalEnvironment // config.systemd.services.lastgood.environment
    )
  );
in
pkgs.writeShellScriptBin "lastgood" ''
  set -eu
  if [ "$(${pkgs.coreutils}/bin/id -u)" -ne 0 ]; then
    exec ${pass.program} "$@"
  fi
  # systemd puts no % into the properties of such a unit.
  name=lastgood-by-hand-$$
  # The inner shell knows the directory of the credentials, and hands the operator's words on as they are.
  exec ${config.systemd.package}/bin/systemd-run --quiet --collect --pipe --wait --service-type=exec --expand-environment=no \
    ${lib.escapeShellArgs (properties ++ environment)} \
    ${lib.optionalString derived.oci ''"--property=RuntimeDirectory=$name"''} \
    ''${LASTGOOD_LOG:+"--setenv=LASTGOOD_LOG=$LASTGOOD_LOG"} ''${NO_COLOR:+"--setenv=NO_COLOR=$NO_COLOR"} ''${SUDO_USER:+"--setenv=SUDO_USER=$SUDO_USER"} \
    -- ${pkgs.runtimeShell} -c ${lib.escapeShellArg ''exec ${pass.command ''"$0"'' ''"$CREDENTIALS_DIRECTORY"'' ''"$@"''}''} "$name" "$@"
''
