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

  matching = description: pattern: types.strMatching pattern // { inherit description; };
  # Absolute, normal, and without a character that systemd, tmpfiles or a shell would read as something else.
  plainPath = matching "absolute path without odd characters" "(/[A-Za-z0-9_@+=-][A-Za-z0-9_@+=.-]*)+";
  secretPath = matching "absolute path on the running host, as a string" "(/[A-Za-z0-9_@+=.-]+)+";
  unitName = matching "unit's whole name" "[A-Za-z0-9_.@:-]+[.](service|socket|target|timer|path)";
  # %n and its kin say which unit failed.
  unitToStart = matching "unit's whole name" "[A-Za-z0-9_.@:%-]+[.](service|socket|target|timer|path)";
  accountName = matching "account's name" "[a-z_][a-z0-9_-]{0,30}";
in
{
  options.services.lastgood = {
    enable = lib.mkEnableOption "lastgood, which keeps files on their last good version from a Git repository";

    package = mkOption {
      type = types.package;
      default = pkgs.lastgood or (pkgs.callPackage ./package.nix { });
      defaultText = literalExpression "pkgs.lastgood";
      description = "The lastgood to run; `pkgs.lastgood` comes from this flake's overlay.";
    };

    settings = mkOption {
      type = types.attrsOf (pkgs.formats.yaml { }).type;
      default = { };
      example = literalExpression ''
        {
          sources.rules = {
            url = "https://git.example.org/team/app.git";
            auth.token-file = "\''${CREDENTIALS_DIRECTORY}/token";
          };
          targets.app = {
            path = "config/rules.yaml";
            destination = "/var/lib/app/rules.yaml";
            activate.systemd.unit = "app.service";
          };
        }
      '';
      description = ''
        `lastgood.yaml`: `sources` and `targets`, with every key of `docs/configuration.md`. It ends up in the
        world-readable store, so it names files that hold secrets, never secrets. `state`, `isolation`,
        `allow-volatile-state`, `state-mount-point` and `systemd` are written by this module, from options of their own.
      '';
    };

    validateSettings = mkOption {
      type = types.bool;
      default = pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform;
      defaultText = literalExpression "pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform";
      description = ''
        Whether `lastgood check-config` reads the settings when the system is built, so that a wrong key fails the build
        and not the next pass. Impossible where the system is built for another processor than the builder's.
      '';
    };

    credentials = mkOption {
      type = types.attrsOf secretPath;
      default = { };
      example = literalExpression "{ token = config.sops.secrets.\"lastgood/token\".path; }";
      description = ''
        Files with secrets, by a name of yours: paths on the running host, as strings, which root alone needs to be able
        to read. Passes find them as `''${CREDENTIALS_DIRECTORY}/NAME` (in Nix: `"\''${CREDENTIALS_DIRECTORY}/NAME"`).
      '';
    };

    isolation = mkOption {
      type = types.enum [
        "oci"
        "bare"
      ];
      default = "oci";
      description = ''
        What is around a pass. `oci`: a container with an empty, read-only root, without capabilities, which podman starts
        as root; a pass that does not find itself in one refuses to run. `bare`: a process of an unprivileged user in
        systemd's sandbox. What each is worth: `docs/nixos.md`.
      '';
    };

    interval = mkOption {
      type = types.str;
      default = "*:0/5";
      description = "When passes run, as in {manpage}`systemd.time(7)`, CALENDAR EVENTS.";
    };

    randomizedDelay = mkOption {
      type = types.str;
      default = "60s";
      description = "By how much each pass is delayed at random, so that a fleet does not ask the forge all at once.";
    };

    timerConfig = mkOption {
      type = types.nullOr (types.attrsOf types.anything);
      default = { };
      example = {
        OnCalendar = null;
        OnUnitActiveSec = "10min";
      };
      description = ''
        More of {manpage}`systemd.timer(5)`; wins over what this module sets, and `null` for a key takes that away. `null`
        for all: no timer, passes run when somebody else starts `lastgood.service`.
      '';
    };

    bootPass = mkOption {
      type = types.bool;
      default = true;
      description = ''
        Whether a pass runs at boot, before the services that the targets activate. These then wait for it, and do not
        start without their file; a forge that is down does not keep them from starting on the file they have.
      '';
    };

    onFailure = mkOption {
      type = types.listOf unitToStart;
      default = [ ];
      example = [ "page@%N.service" ];
      description = "Units to start when a pass fails (exit 1 and 3 to 7).";
    };

    restartUnits = mkOption {
      type = types.listOf unitName;
      default = derived.activatedUnits;
      defaultText = lib.literalMD "the units that the targets activate";
      description = ''
        The units that passes may restart, reload and reset from failure: these and no other, and nothing else of what
        systemd can do. A unit that a probe asks about needs no mention.
      '';
    };

    stateDir = mkOption {
      type = plainPath;
      default = "/var/lib/lastgood";
      description = "The directory of mirrors and ledger. A real directory: a symlink is refused by each pass.";
    };

    stateMountPoint = mkOption {
      type = types.nullOr plainPath;
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
      description = ''
        Whether state may lie where a reboot takes it away (tmpfs, overlay), and may have been lost or rolled back. The
        record then proves nothing, and content that was rolled back is tried again after each boot.
      '';
    };

    readOnlyDirectories = mkOption {
      type = types.listOf plainPath;
      default = [ ];
      example = [ "/etc/ssl/own" ];
      description = ''
        With `isolation = "oci"`: more directories that passes may read, because the settings name files in them (an own
        CA, host keys, signers). The store needs no mention.
      '';
    };

    user = mkOption {
      type = accountName;
      default = "lastgood";
      description = ''
        The user that passes run as, and that state and files belong to. `lastgood` is created; any other must exist, and
        must not be the user of a service that passes restart.
      '';
    };

    group = mkOption {
      type = accountName;
      default = "lastgood";
      description = "The group of {option}`services.lastgood.user`. `lastgood` is created; any other must exist.";
    };

    persistentDirectories = mkOption {
      type = types.listOf types.attrs;
      readOnly = true;
      default = derived.persistentDirectories;
      defaultText = lib.literalMD "the state directory and the destinations' directories";
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
