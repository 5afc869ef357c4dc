# SPDX-License-Identifier: Apache-2.0
# What a host may say about lastgood. docs/nixos-options.md is generated from here.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  inherit (lib) literalExpression mkOption types;
  cfg = config.services.lastgood;
  derived = import ./derived.nix { inherit lib cfg; };

  yaml = (pkgs.formats.yaml { }).type;
  section =
    options:
    types.submodule {
      freeformType = yaml;
      inherit options;
    };
  # As NixOS' own for the names of units.
  unitName =
    types.strMatching "[a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice)"
    // {
      description = "unit's whole name";
    };
  ofSystemd =
    description:
    mkOption {
      type = types.nullOr (section {
        unit = mkOption {
          type = unitName;
          example = "podman-app.service";
          inherit description;
        };
      });
      default = null;
      example.unit = "podman-app.service";
      description = "By systemd.";
    };
in
{
  options.services.lastgood = {
    enable = lib.mkEnableOption "lastgood, which keeps files on their last good version from a Git repository";

    package = lib.mkPackageOption pkgs "lastgood" { };

    settings = mkOption {
      type = section {
        sources = mkOption {
          type = types.attrsOf (section {
            url = mkOption {
              type = types.str;
              example = "https://git.example.org/team/app.git";
              description = "The repository: https, ssh or file.";
            };
          });
          default = { };
          example.rules.url = "https://git.example.org/team/app.git";
          description = "Where files come from.";
        };
        targets = mkOption {
          type = types.attrsOf (section {
            path = mkOption {
              type = types.str;
              example = "config/rules.yaml";
              description = "The file, relative to the repository's root.";
            };
            destination = mkOption {
              type = types.externalPath;
              example = "/var/lib/app-rules/rules.yaml";
              description = ''
                Where the file goes. Its directory becomes {option}`services.lastgood.user`'s: one of its own, which is no
                other service's home, state or cache.
              '';
            };
            activate = mkOption {
              type = types.either (types.enum [ "none" ]) (section {
                systemd = ofSystemd "The unit to restart. It waits for the boot's pass, and does not start without the file.";
              });
              example.systemd.unit = "podman-app.service";
              description = "How the service is made to read the file again; `none` when it notices by itself.";
            };
            probe = mkOption {
              type = types.nullOr (section {
                systemd = ofSystemd "The unit to ask about.";
              });
              default = null;
              example.http = "http://127.0.0.1:8080/healthy";
              description = "How the service proves that it runs well.";
            };
          });
          default = { };
          example.app.destination = "/var/lib/app-rules/rules.yaml";
          description = "What is kept, and for whom.";
        };
        ledger.push = mkOption {
          type = types.nullOr (section {
            url = mkOption {
              type = types.str;
              example = "https://git.example.org/ops/record.git";
              description = "A bare repository for the record alone: https, ssh or file.";
            };
          });
          default = null;
          example = literalExpression ''
            {
              url = "https://git.example.org/ops/record.git";
              auth.token-file = "\''${CREDENTIALS_DIRECTORY}/record";
            }
          '';
          description = ''
            Where the record is kept besides {option}`services.lastgood.stateDir`. Its credential is one of
            {option}`services.lastgood.credentials`, and none that a source has: it may write there, and nowhere else.
          '';
        };
      };
      default = { };
      example = literalExpression ''
        {
          sources.rules = {
            url = "https://git.example.org/team/app.git";
            auth.token-file = "\''${CREDENTIALS_DIRECTORY}/token";
          };
          targets.app = {
            path = "config/rules.yaml";
            destination = "/var/lib/app-rules/rules.yaml";
            activate.systemd.unit = "app.service";
          };
        }
      '';
      description = ''
        `lastgood.yaml`, with every key of `docs/configuration.md`; a key that is `null` is left out. It ends up in the
        world-readable store, so it names files that hold secrets, never secrets. `state`, `isolation`,
        `allow-volatile-state`, `state-mount-point` and `systemd` are written by this module, from options of their own.
      '';
    };

    validateSettings = mkOption {
      type = types.bool;
      default = pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform;
      defaultText = literalExpression "pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform";
      example = false;
      description = ''
        Whether `lastgood check-config` reads the settings when the system is built, so that a wrong key fails the build
        and not the next pass. Impossible where the system is built for another processor than the builder's.
      '';
    };

    credentials = mkOption {
      type = types.attrsOf types.externalPath;
      default = { };
      example = literalExpression "{ token = config.sops.secrets.\"lastgood/token\".path; }";
      description = ''
        Files with secrets, by a name of yours: paths on the running host, as strings, which root alone needs to be able
        to read. Passes find them as `''${CREDENTIALS_DIRECTORY}/NAME` (in Nix: `"\''${CREDENTIALS_DIRECTORY}/NAME"`).
      '';
    };

    encryptedCredentials = mkOption {
      type = types.attrsOf types.path;
      default = { };
      example = literalExpression "{ token = ./token.cred; }";
      description = ''
        As {option}`services.lastgood.credentials`, for files that {manpage}`systemd-creds(1)` encrypted for this host under
        the same name. They may be in the store: only this host can decrypt them.
      '';
    };

    isolation = mkOption {
      type = types.enum [
        "oci"
        "bare"
      ];
      default = "oci";
      example = "bare";
      description = ''
        What is around a pass. `oci`: a container with an empty, read-only root, without capabilities, which podman starts
        as root; a pass that does not find itself in one refuses to run. `bare`: a process of an unprivileged user in
        systemd's sandbox. What each is worth: `docs/nixos.md`.
      '';
    };

    timerConfig = mkOption {
      type = types.nullOr (types.attrsOf types.anything);
      default = { };
      example = {
        OnCalendar = "hourly";
        RandomizedDelaySec = "5min";
      };
      description = ''
        When passes run, as in {manpage}`systemd.timer(5)`. Wins over what this module sets, `OnCalendar = "*:0/5"`,
        `OnBootSec = "2min"`, `RandomizedDelaySec = "60s"`, `AccuracySec = "1s"` and `Persistent = true`; `null` for a key
        takes that away. `null` for all: no timer, passes run when somebody else starts `lastgood.service`.
      '';
    };

    watch.enable = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether the passes are made by a process that stays, `lastgood watch`, and not by the timer: each source is looked at
        once a minute, or as {option}`services.lastgood.settings.watch` says. Needs the isolation `bare`.
      '';
    };

    bootPass = mkOption {
      type = types.bool;
      default = true;
      example = false;
      description = ''
        Whether a pass runs at boot, before the services that the targets activate, and for each of their files that is not
        there when they start. They wait for it, and do not start without their file; a forge that is down does not keep
        them from starting on the file they have.
      '';
    };

    onFailure = mkOption {
      type = types.listOf unitName;
      default = [ ];
      example = [ "page@%N.service" ];
      description = ''
        Units to start when a pass fails (exit 1 and 3 to 7). With {option}`services.lastgood.watch.enable` that is the
        passes before services start alone: the process goes on, and its `/healthz` is what to alert on.
      '';
    };

    notifyFailures = mkOption {
      type = types.bool;
      default = (cfg.settings.notify or [ ]) != [ ];
      defaultText = literalExpression "config.services.lastgood.settings.notify or [ ] != [ ]";
      example = false;
      description = ''
        Whether those under {option}`services.lastgood.settings.notify` are told of failures that no target's state says, too:
        a pass that was killed at its time-out, a bug. By `lastgood-notify@.service`, which has the credentials of the passes.
      '';
    };

    restartUnits = mkOption {
      type = types.listOf unitName;
      default = [ ];
      example = [ "app-worker.service" ];
      description = ''
        More units that passes may restart, reload and reset from failure. Those that targets activate need no mention,
        nor does one that a probe only asks about; of all others, and of what else systemd can do, passes may do nothing.
      '';
    };

    foreignUnits = mkOption {
      type = types.listOf unitName;
      default = [ ];
      example = [ "web.service" ];
      description = ''
        Activated units that NixOS does not define: a quadlet's, a package's. They wait for their file by a drop-in. One
        that is not listed gets a drop-in and a warning, for it may be a typo.
      '';
    };

    stateDir = mkOption {
      type = types.externalPath;
      default = "/var/lib/lastgood";
      example = "/srv/lastgood/state";
      description = "The directory of mirrors and ledger. A real directory: a symlink is refused by each pass.";
    };

    stateMountPoint = mkOption {
      type = types.nullOr types.externalPath;
      default = null;
      example = "/var/lib/lastgood";
      description = ''
        The mount point that {option}`services.lastgood.stateDir` is at or below, where the host has one for it. A pass
        that finds nothing mounted there fails, instead of beginning a new record on the disk below.
      '';
    };

    allowVolatileState = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether state may lie where a reboot takes it away (tmpfs, overlay), and may have been lost or rolled back. The
        record then proves nothing, and content that was rolled back is tried again after each boot.
      '';
    };

    readOnlyDirectories = mkOption {
      type = types.listOf types.externalPath;
      default = [ ];
      example = [ "/etc/ssl/own" ];
      description = ''
        With `isolation = "oci"`: more directories that passes may read, because the settings name files in them (an own
        CA, host keys, signers). The store needs no mention.
      '';
    };

    user = mkOption {
      type = types.str;
      default = "lastgood";
      example = "config";
      description = ''
        The user that passes run as, and that state and files belong to. `lastgood` is created; any other must exist, and
        must not be the user of a service that passes restart.
      '';
    };

    group = mkOption {
      type = types.str;
      default = "lastgood";
      example = "config";
      description = "The group of {option}`services.lastgood.user`. `lastgood` is created; any other must exist.";
    };

    persistentDirectories = mkOption {
      type = types.listOf (types.attrsOf types.str);
      readOnly = true;
      default = lib.optionals cfg.enable derived.persistentDirectories;
      defaultText = lib.literalMD "the state directory and the destinations' directories; nothing while lastgood is not enabled";
      description = ''
        What has to survive a reboot: a list of `{ directory, user, group, mode }`. How it does is the host's decision;
        `docs/nixos.md` has the table. Read-only.
      '';
    };

    configFile = mkOption {
      type = types.package;
      readOnly = true;
      internal = true;
      default = import ./config-file.nix { inherit lib pkgs cfg derived; };
      defaultText = lib.literalMD "the settings, written and checked";
      description = "The settings as the program reads them.";
    };
  };
}
