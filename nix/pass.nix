# SPDX-License-Identifier: Apache-2.0
# How a pass is started, by the units and by an operator's hand alike: the command line, and what systemd puts around it.
{
  config,
  lib,
  pkgs,
  cfg,
  derived,
}:

let
  inherit (derived) oci requests;

  program = lib.getExe cfg.package;
  withCredentials = cfg.credentials != { };
  repeated = flag: lib.concatMap (value: [ flag value ]);

  # The options' types let no character through that systemd or a shell would take for anything but itself.
  launcher =
    name: credentials:
    [
      "${cfg.package}/share/lastgood/libexec/run-in-container"
      "--config"
      "${cfg.configFile}"
      "--state"
      cfg.stateDir
      "--user"
      cfg.user
      "--group"
      cfg.group
    ]
    ++ repeated "--destination" derived.destinationDirectories
    ++ repeated "--read-only" cfg.readOnlyDirectories
    ++ lib.optionals withCredentials [
      "--credentials"
      credentials
    ]
    ++ [
      "--requests"
      requests
      "--name"
      name
    ]
    ++ lib.optionals (cfg.stateMountPoint != null) [
      "--state-mount-point"
      cfg.stateMountPoint
    ]
    ++ [ "--" ];

  direct = [
    program
    "--config"
    "${cfg.configFile}"
  ];
in
{
  inherit program;

  # name: of the container; credentials: how the caller spells the directory that LoadCredential fills.
  command =
    name: credentials: arguments:
    lib.concatStringsSep " " ((if oci then launcher name credentials else direct) ++ [ arguments ]);

  # Beyond what NixOS gives every unit.
  path = lib.optionals oci [
    config.virtualisation.podman.package
    pkgs.util-linux
    pkgs.getent
  ];

  environment = lib.optionalAttrs oci { PODMAN = "${config.virtualisation.podman.package}/bin/podman"; };

  serviceConfig =
    {
      # From the swap on a pass finishes also when it is told to stop: activation, proof and rollback, twice. Only lastgood is
      # told, not the systemctl or the probe that it waits for.
      TimeoutStopSec = "6min";
      KillMode = "mixed";
    }
    # RuntimeDirectory is for whoever starts it to name. The launcher puts copies of the credentials there, and systemd takes
    # them away however the pass ends.
    // lib.optionalAttrs oci { RuntimeDirectoryMode = "0700"; }
    // lib.optionalAttrs withCredentials {
      LoadCredential = lib.mapAttrsToList (name: file: "${name}:${file}") cfg.credentials;
    }
    # podman makes namespaces, mounts and devices, as root: the walls are the container's then, not systemd's.
    // lib.optionalAttrs (!oci) (
      (import ./hardening.nix).pass
      // {
        User = cfg.user;
        Group = cfg.group;
        ReadWritePaths = [ cfg.stateDir ] ++ derived.destinationDirectories;
      }
    );
}
