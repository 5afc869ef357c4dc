# SPDX-License-Identifier: Apache-2.0
# How a pass is started, and what systemd puts around it.
{
  config,
  lib,
  pkgs,
  cfg,
  derived,
}:

let
  inherit (derived) asksHost oci requests;

  repeated = flag: lib.concatMap (value: [ flag value ]);
  credentials = lib.mapAttrsToList (name: file: "${name}:${file}");

  # %N is the unit. Nothing here has a character that systemd would take for anything but itself: assertions see to that. The
  # launcher finds by itself what systemd has put into $CREDENTIALS_DIRECTORY.
  launcher =
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
    ++ repeated "--destination" derived.writtenDirectories
    ++ repeated "--read-only" cfg.readOnlyDirectories
    ++ [
      "--requests"
      requests
      "--name"
      "%N"
    ]
    ++ lib.optionals (cfg.stateMountPoint != null) [
      "--state-mount-point"
      cfg.stateMountPoint
    ]
    ++ [ "--" ];

  direct = [
    (lib.getExe cfg.package)
    "--config"
    "${cfg.configFile}"
  ];
in
{
  command = arguments: lib.concatStringsSep " " ((if oci then launcher else direct) ++ arguments);

  # Beyond what NixOS gives every unit.
  path = lib.optionals oci [
    config.virtualisation.podman.package
    pkgs.util-linux
    pkgs.getent
  ];

  environment =
    config.networking.proxy.envVars
    // lib.optionalAttrs oci { PODMAN = "${config.virtualisation.podman.package}/bin/podman"; };

  serviceConfig =
    {
      Type = "oneshot";
      # Another pass is at work (one by hand, say), or the record is not on its remote yet: the next one looks again.
      SuccessExitStatus = "8 9";
      # From the swap on a pass finishes also when it is told to stop: activation, proof and rollback, twice. Only lastgood is
      # told, not the systemctl or the probe that it waits for.
      TimeoutStopSec = "6min";
      KillMode = "mixed";
    }
    # The launcher puts copies of the credentials there, and systemd takes them away however the pass ends.
    // lib.optionalAttrs oci {
      RuntimeDirectory = "%N-pass";
      RuntimeDirectoryMode = "0700";
    }
    // lib.optionalAttrs (cfg.credentials != { }) { LoadCredential = credentials cfg.credentials; }
    // lib.optionalAttrs (cfg.encryptedCredentials != { }) { LoadCredentialEncrypted = credentials cfg.encryptedCredentials; }
    # podman makes namespaces, mounts and devices, as root: the walls are the container's then, not systemd's.
    // lib.optionalAttrs (!oci) (
      (import ./hardening.nix).pass
      // {
        User = cfg.user;
        Group = cfg.group;
        ReadWritePaths =
          [ cfg.stateDir ] ++ derived.writtenDirectories ++ lib.optional asksHost "${requests}/requests";
      }
      // lib.optionalAttrs (lib.hasPrefix "/var/lib/" cfg.stateDir) {
        StateDirectory = lib.removePrefix "/var/lib/" cfg.stateDir;
        StateDirectoryMode = "0750";
      }
    );

  # What tells that a pass failed: on the host also where passes are in a container. It asks no source, and the credential is
  # there so that CREDENTIALS_DIRECTORY stands for something where a host has none.
  teller =
    {
      Type = "oneshot";
      User = cfg.user;
      Group = cfg.group;
      ExecStart = lib.concatStringsSep " " (
        direct
        ++ [
          "notify"
          "--unit"
          "%i"
        ]
      );
      TimeoutStartSec = "5min";
      SetCredential = "notify:yes";
    }
    // lib.optionalAttrs (cfg.credentials != { }) { LoadCredential = credentials cfg.credentials; }
    // lib.optionalAttrs (cfg.encryptedCredentials != { }) { LoadCredentialEncrypted = credentials cfg.encryptedCredentials; }
    // (import ./hardening.nix).pass
    // (
      if lib.hasPrefix "/var/lib/" cfg.stateDir then
        {
          StateDirectory = lib.removePrefix "/var/lib/" cfg.stateDir;
          StateDirectoryMode = "0750";
        }
      else
        { ReadWritePaths = [ cfg.stateDir ]; }
    );
}
