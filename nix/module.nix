# SPDX-License-Identifier: Apache-2.0
# services.lastgood: passes on a timer and at boot, with what they may and where their state is. Knows nothing about how
# the host's storage works: it says which directories must last (persistentDirectories), and the host sees to that.
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:

let
  inherit (lib) mkIf optionalAttrs;

  cfg = config.services.lastgood;
  derived = import ./derived.nix { inherit lib cfg; };
  inherit (derived) asksHost requests;

  distribution = "${cfg.package}/share/lastgood";

  documentation = [
    "man:lastgood(1)"
    "man:lastgood.yaml(5)"
    "file://${cfg.package}/share/doc/lastgood/docs/operations.md"
  ];

  # The engines that this host runs.
  engines = lib.concatMap (engine: lib.optional (engine.enable or false) engine.package) [
    (config.virtualisation.podman or { })
    (config.virtualisation.docker or { })
  ];

  pass = import ./pass.nix {
    inherit
      config
      lib
      pkgs
      cfg
      derived
      ;
  };

  # A host says otherwise by saying it, without mkForce; what it adds to a list is added.
  yielding = lib.mapAttrs (_: value: if lib.isList value then value else lib.mkDefault value);

  # What every pass has in common, on the timer and before services start.
  passUnit = arguments: serviceConfig: {
    inherit documentation;
    wants = [ "network-online.target" ] ++ lib.optional asksHost "lastgood-units.path";
    after = [ "network-online.target" ] ++ lib.optional asksHost "lastgood-units.path";
    # A switch must not start a pass, nor cut one short between swap and proof.
    restartIfChanged = false;
    unitConfig.RequiresMountsFor = [ cfg.stateDir ] ++ derived.writtenDirectories;
    serviceConfig = yielding (serviceConfig // { ExecStart = pass.command arguments; });
  };

  # One before services start: with what the host says of lastgood.service.
  earlyUnit =
    arguments: serviceConfig:
    let
      model = config.systemd.services.lastgood;
    in
    passUnit arguments (
      removeAttrs model.serviceConfig [
        "ExecStart"
        "TimeoutStartSec"
      ]
      // {
        # Services wait for this one: with the forge silent it ends by itself, after the sources' time-outs.
        TimeoutStartSec = "5min";
      }
      // serviceConfig
    )
    // {
      inherit (model) path;
      environment = yielding (removeAttrs model.environment [ "PATH" ]);
    };

  consumed = lib.attrNames derived.consumed;
  first = target: "lastgood-first-${target}.service";

  # Tells that a unit failed what no target's state says.
  tellers = lib.optional cfg.notifyFailures "lastgood-notify@%n.service";

  # Whether NixOS has a unit of this name of its own, beside what is added to it here. One of a template has its template's file.
  isForeign =
    unit:
    let
      service = config.systemd.services.${lib.removeSuffix ".service" unit};
    in
    lib.elem unit cfg.foreignUnits || lib.hasInfix "@" unit || !(service.serviceConfig ? ExecStart || service.script != "");

  directory = user: group: mode: { d = { inherit user group mode; }; };
in
{
  imports = [ ./options.nix ];

  meta.maintainers = [ ];
  meta.doc = ./lastgood.md;

  config = mkIf cfg.enable (
    lib.mkMerge [
      (import ./assertions.nix {
        inherit
          config
          lib
          cfg
          derived
          engines
          isForeign
          ;
      })

      {
        users.users = optionalAttrs (cfg.user == "lastgood") {
          lastgood = {
            isSystemUser = true;
            group = lib.mkDefault cfg.group;
            home = lib.mkDefault cfg.stateDir;
            description = lib.mkDefault "Keeps files on their last good version";
          };
        };
        users.groups = optionalAttrs (cfg.group == "lastgood") { lastgood = { }; };

        environment.etc."lastgood.yaml".source = cfg.configFile;
        environment.systemPackages = [
          (import ./operator-command.nix {
            inherit pkgs cfg;
            systemd = config.systemd.package;
          })
          # What is read, and what shells complete with: the program itself would have the command's name.
          (pkgs.runCommand "lastgood-documentation" { } ''
            mkdir -p $out/share
            ln -s ${cfg.package}/share/{bash-completion,doc,fish,man,zsh} $out/share/
          '')
        ];

        systemd.tmpfiles.settings."10-lastgood" =
          lib.listToAttrs (
            map (each: lib.nameValuePair each.directory (directory each.user each.group each.mode)) cfg.persistentDirectories
          )
          // optionalAttrs asksHost {
            "/run/lastgood" = directory "root" "root" "0755";
            ${requests} = directory "root" "root" "0755";
            "${requests}/requests" = directory cfg.user cfg.group "0700";
            "${requests}/answers" = directory "root" cfg.group "0750";
          };

        systemd.services.lastgood = lib.mkMerge [
          # A pass ends by itself; one that hangs becomes "failed" instead of "activating" for ever.
          (passUnit [ "sync" ] (pass.serviceConfig // { TimeoutStartSec = "15min"; }))
          {
            description = lib.mkDefault "Keep files on their last good version";
            after = [ "lastgood-boot.service" ];
            inherit (pass) path;
            onFailure = cfg.onFailure ++ tellers;
            environment = yielding pass.environment;
          }
        ];
      }

      # A stop waits for a pass that has swapped; a configuration that changes is read again, by a name that stays.
      (mkIf cfg.watch.enable {
        systemd.services.lastgood-watch =
          let
            model = config.systemd.services.lastgood;
            ofAPass = [
              "ExecStart"
              "SuccessExitStatus"
            ];
          in
          lib.mkMerge [
            (passUnit [ "watch" ] (
              removeAttrs model.serviceConfig ofAPass
              // {
                Type = "notify";
                ExecReload = "${pkgs.coreutils}/bin/kill -HUP $MAINPID";
                Restart = "always";
                RestartSec = "5s";
                RestartPreventExitStatus = "2 3";
                WatchdogSec = "2min";
                WatchdogSignal = "SIGKILL";
              }
            ))
            {
              description = lib.mkDefault "Keep files on their last good version, within seconds";
              wantedBy = [ "multi-user.target" ];
              after = [ "lastgood-boot.service" ];
              onFailure = tellers;
              restartIfChanged = lib.mkForce true;
              reloadTriggers = [ cfg.configFile ];
              unitConfig.Conflicts = "lastgood.timer";
              serviceConfig.ExecStart = "${lib.getExe cfg.package} --config /etc/lastgood.yaml watch";
              inherit (model) path;
              environment = yielding (removeAttrs model.environment [ "PATH" ]);
            }
          ];
      })

      (mkIf (cfg.timerConfig != null && !cfg.watch.enable) {
        systemd.timers.lastgood = {
          description = lib.mkDefault "Look for new versions of files";
          wantedBy = [ "timers.target" ];
          # Not an empty OnCalendar=, which would take OnBootSec= away with it.
          timerConfig = yielding (
            lib.filterAttrs (_: value: value != null) (
              {
                OnCalendar = "*:0/5";
                # Persistent= knows the last pass from a file below /var/lib/systemd/timers, which a host may lose at boot.
                OnBootSec = "2min";
                Persistent = true;
                RandomizedDelaySec = "60s";
                AccuracySec = "1s";
              }
              // cfg.timerConfig
            )
          );
        };
      })

      (mkIf cfg.notifyFailures {
        systemd.services."lastgood-notify@" = {
          description = lib.mkDefault "Tell that %i has failed";
          inherit documentation;
          restartIfChanged = false;
          unitConfig.RequiresMountsFor = [ cfg.stateDir ];
          environment = yielding config.networking.proxy.envVars;
          serviceConfig = yielding pass.teller;
        };
      })

      (mkIf cfg.bootPass {
        systemd.services = lib.mkMerge [
          {
            lastgood-boot = lib.mkMerge [
              (earlyUnit [ "sync" "--boot" ] { RemainAfterExit = true; })
              {
                description = lib.mkDefault "Bring files to their last good version before services start";
                wantedBy = [ "multi-user.target" ];
                onFailure = cfg.onFailure ++ tellers;
              }
            ];
          }

          # A switch does not run the boot's pass again, and a target that it adds has no file yet: its service asks for it.
          (lib.listToAttrs (
            lib.imap0 (
              i: target:
              lib.nameValuePair (lib.removeSuffix ".service" (first target)) (
                lib.mkMerge [
                  (earlyUnit [ "sync" "--boot" target ] { })
                  {
                    description = lib.mkDefault "Bring ${target} its first file before its service starts";
                    requires = [ "lastgood-boot.service" ];
                    # One pass at a time.
                    after = [ "lastgood-boot.service" ] ++ map first (lib.take i consumed);
                    unitConfig.ConditionPathExists = "!${derived.consumed.${target}.destination}";
                  }
                ]
              )
            ) consumed
          ))

          (lib.mkMerge (
            lib.mapAttrsToList (
              target: settings:
              let
                unit = derived.unitOf settings;
                passes = [
                  "lastgood-boot.service"
                  (first target)
                ];
              in
              {
                ${lib.removeSuffix ".service" unit} = {
                  wants = passes;
                  after = passes;
                  # Not requires: state that is not mounted must not keep a service from a file that is there.
                  unitConfig.AssertPathExists = [ settings.destination ];
                  # A whole unit of ours would hide the one that a package or a generator brings.
                  overrideStrategy = mkIf (isForeign unit) "asDropin";
                };
              }
            ) derived.consumed
          ))
        ];
      })

      (mkIf (!asksHost && derived.restartUnits != [ ]) {
        security.polkit = {
          enable = true;
          extraConfig = ''
            // The one privilege of the user ${cfg.user}: restarting these units.
            polkit.addRule(function (action, subject) {
              var units = ${builtins.toJSON derived.restartUnits};
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

      # It asks through files, and this answers.
      (mkIf asksHost {
        systemd.paths.lastgood-units = {
          description = lib.mkDefault "Requests of lastgood about units";
          wantedBy = [ "paths.target" ];
          pathConfig = {
            PathExistsGlob = "${requests}/requests/*.request";
            # A probe asks several times a second.
            TriggerLimitIntervalSec = lib.mkDefault 0;
          };
        };

        systemd.services.lastgood-units = {
          description = lib.mkDefault "Answer the requests of lastgood about units";
          inherit documentation;
          # A probe asks several times a second.
          unitConfig.StartLimitIntervalSec = lib.mkDefault 0;
          path = lib.optionals (derived.parsers != [ ]) engines;
          # It may be at work for a pass; by itself it ends a second later, and starts anew with the next request.
          restartIfChanged = false;
          serviceConfig = yielding (
            (import ./hardening.nix).helper
            // {
              Type = "oneshot";
              ExecStart = utils.escapeSystemdExecArgs (
                [
                  "${distribution}/libexec/answer-unit-requests"
                  requests
                ]
                ++ derived.restartUnits
                ++ map (unit: "show:${unit}") derived.probedUnits
                ++ derived.parsers
              );
              # A job may hang until the rollback's restart, another request, ends it.
              TimeoutStartSec = "infinity";
              ReadWritePaths = [ requests ];
            }
          );
        };
      })
    ]
  );
}
