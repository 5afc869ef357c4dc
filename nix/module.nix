# SPDX-License-Identifier: Apache-2.0
# services.lastgood: passes on a timer and at boot, with what they may and where their state is. Knows nothing about how
# the host's storage works: it says which directories must last (persistentDirectories), and the host sees to that.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  inherit (lib) mkIf optionalAttrs;

  cfg = config.services.lastgood;
  derived = import ./derived.nix { inherit lib cfg; };
  inherit (derived) oci requests;

  distribution = "${cfg.package}/share/lastgood";
  ours = cfg.user == "lastgood";
  ourGroup = cfg.group == "lastgood";
  belowVarLib = lib.hasPrefix "/var/lib/" cfg.stateDir;

  pass = import ./pass.nix {
    inherit
      config
      lib
      pkgs
      cfg
      derived
      ;
  };

  # What every pass has in common, on the timer and at boot.
  passUnit = verb: extra: {
    documentation = [ "file://${distribution}/README.md" ];
    wants = [ "network-online.target" ];
    after = [ "network-online.target" ] ++ extra.after or [ ];
    inherit (cfg) onFailure;
    # A switch must not start a pass, nor cut one short between swap and proof.
    restartIfChanged = false;
    unitConfig.RequiresMountsFor = [ cfg.stateDir ] ++ derived.destinationDirectories;
    inherit (pass) path environment;
    serviceConfig =
      pass.serviceConfig
      // {
        Type = "oneshot";
        ExecStart = pass.command "%N" "%d" verb;
        # Another pass is at work (one by hand, say): the next one looks again.
        SuccessExitStatus = 8;
      }
      // optionalAttrs oci { RuntimeDirectory = "%N-pass"; }
      // optionalAttrs (!oci && belowVarLib) {
        StateDirectory = lib.removePrefix "/var/lib/" cfg.stateDir;
        StateDirectoryMode = "0750";
      }
      // extra.serviceConfig;
  };

  directory = user: group: mode: { d = { inherit user group mode; }; };
in
{
  imports = [ ./options.nix ];

  config = mkIf cfg.enable (
    lib.mkMerge [
      (import ./assertions.nix {
        inherit
          config
          lib
          cfg
          derived
          ;
      })

      {
        users.users = optionalAttrs ours {
          lastgood = {
            isSystemUser = true;
            inherit (cfg) group;
            home = cfg.stateDir;
            description = "Keeps files on their last good version";
          };
        };
        users.groups = optionalAttrs ourGroup { lastgood = { }; };

        environment.etc."lastgood.yaml".source = cfg.configFile;
        environment.systemPackages = [
          (import ./operator-command.nix {
            inherit
              config
              lib
              pkgs
              derived
              pass
              ;
          })
        ];

        systemd.tmpfiles.settings."10-lastgood" =
          lib.listToAttrs (
            map (each: lib.nameValuePair each.directory (directory each.user each.group each.mode)) cfg.persistentDirectories
          )
          // optionalAttrs oci {
            "/run/lastgood" = directory "root" "root" "0755";
            ${requests} = directory "root" "root" "0755";
            "${requests}/requests" = directory cfg.user cfg.group "0700";
            "${requests}/answers" = directory "root" cfg.group "0750";
          };

        systemd.services.lastgood = passUnit "sync" {
          after = [ "lastgood-boot.service" ];
          # A pass ends by itself; one that hangs becomes "failed" instead of "activating" for ever.
          serviceConfig.TimeoutStartSec = "15min";
        } // { description = "Keep files on their last good version"; };
      }

      (mkIf (cfg.timerConfig != null) {
        systemd.timers.lastgood = {
          description = "Look for new versions of files";
          wantedBy = [ "timers.target" ];
          # Not an empty OnCalendar=, which would take OnBootSec= away with it.
          timerConfig = lib.filterAttrs (_: value: value != null) (
            {
              OnCalendar = cfg.interval;
              # Persistent= knows the last pass from a file below /var/lib/systemd/timers, which a host may lose at boot.
              OnBootSec = "2min";
              Persistent = true;
              RandomizedDelaySec = cfg.randomizedDelay;
              AccuracySec = "1s";
            }
            // cfg.timerConfig
          );
        };
      })

      (mkIf cfg.bootPass {
        systemd.services = {
          lastgood-boot = passUnit "sync --boot" {
            serviceConfig = {
              RemainAfterExit = true;
              # Services wait for this one: with the forge silent it ends by itself, after the sources' time-outs.
              TimeoutStartSec = "5min";
            };
          } // {
            description = "Bring files to their last good version before services start";
            wantedBy = [ "multi-user.target" ];
          };
        }
        // lib.mapAttrs' (
          unit: files:
          lib.nameValuePair (lib.removeSuffix ".service" unit) (
            {
              wants = [ "lastgood-boot.service" ];
              after = [ "lastgood-boot.service" ];
              # Not requires: state that is not mounted must not keep a service from a file that is there.
              unitConfig.AssertPathExists = files;
            }
            # The unit file is the template's.
            // optionalAttrs (lib.hasInfix "@" unit) { overrideStrategy = "asDropin"; }
          )
        ) derived.consumers;
      })

      (mkIf (!oci && cfg.restartUnits != [ ]) {
        security.polkit = {
          enable = true;
          extraConfig = ''
            // The one privilege of the user ${cfg.user}: restarting these units.
            polkit.addRule(function (action, subject) {
              var units = ${builtins.toJSON cfg.restartUnits};
              var verbs = ["restart", "try-restart", "reload", "reset-failed"];
              if (
                action.id == "org.freedesktop.systemd1.manage-units" &&
                subject.user == ${builtins.toJSON cfg.user} &&
                units.indexOf(action.lookup("unit")) >= 0 &&
                verbs.indexOf(action.lookup("verb")) >= 0
              ) {
                return polkit.Result.YES;
              }
            });
          '';
        };
      })

      # In a container a pass has no bus: it asks through files, and this answers.
      (mkIf oci {
        systemd.paths.lastgood-units = {
          description = "Requests of lastgood about units";
          wantedBy = [ "paths.target" ];
          pathConfig = {
            PathExistsGlob = "${requests}/requests/*.request";
            # A probe asks several times a second.
            TriggerLimitIntervalSec = 0;
          };
        };

        systemd.services.lastgood-units = {
          description = "Answer the requests of lastgood about units";
          documentation = [ "file://${distribution}/README.md" ];
          # A probe asks several times a second.
          unitConfig.StartLimitIntervalSec = 0;
          serviceConfig = (import ./hardening.nix).helper // {
            Type = "oneshot";
            ExecStart = lib.concatStringsSep " " (
              [
                "${distribution}/libexec/answer-unit-requests"
                requests
              ]
              ++ cfg.restartUnits
              ++ map (unit: "show:${unit}") derived.probedUnits
            );
            # A job may hang until the rollback's restart, another request, ends it.
            TimeoutStartSec = "infinity";
            ReadWritePaths = [ requests ];
          };
        };
      })
    ]
  );
}
