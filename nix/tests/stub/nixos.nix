# SPDX-License-Identifier: Apache-2.0
# The options of NixOS that this repository's modules set, and no other: setting one more is an error, as a typo is.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  inherit (lib) mkOption;
  t = lib.types;
  free = mkOption {
    type = t.attrsOf t.anything;
    default = { };
  };
  # A section of a unit. The type is NixOS' own, not the library's.
  unitOption =
    t.unitOption or (lib.mkOptionType {
      name = "systemd option";
      merge =
        loc: defs:
        if lib.any (def: lib.isList def.value) defs then
          lib.concatMap (def: lib.toList def.value) defs
        else
          lib.options.mergeEqualOption loc defs;
    });
  settings = mkOption {
    type = t.attrsOf unitOption;
    default = { };
  };
  text = mkOption {
    type = t.str;
    default = "";
  };
  units = mkOption {
    type = t.listOf t.str;
    default = [ ];
  };
  settingsList = mkOption {
    type = t.listOf t.anything;
    default = [ ];
  };
  bool =
    default:
    mkOption {
      type = t.bool;
      inherit default;
    };
  package =
    default:
    mkOption {
      type = t.package;
      inherit default;
    };
  submodules =
    options:
    mkOption {
      type = t.attrsOf (t.submodule { inherit options; });
      default = { };
    };

  unit = {
    enable = bool true;
    description = text;
    documentation = units;
    wants = units;
    after = units;
    before = units;
    onFailure = units;
    wantedBy = units;
    unitConfig = settings;
    requires = units;
    overrideStrategy = mkOption {
      type = t.enum [
        "asDropinIfExists"
        "asDropin"
      ];
      default = "asDropinIfExists";
    };
  };

  service =
    { config, ... }:
    {
      options = unit // {
        path = mkOption {
          type = t.listOf t.package;
          default = [ ];
        };
        environment = free;
        restartIfChanged = bool true;
        reloadTriggers = settingsList;
        serviceConfig = settings;
        script = text;
      };
      # As NixOS does: these are in every service's path.
      config.environment.PATH = lib.makeBinPath (
        config.path
        ++ [
          pkgs.coreutils
          pkgs.findutils
          pkgs.gnugrep
          pkgs.gnused
          pkgs.systemd
        ]
      );
    };
in
{
  options = {
    assertions = mkOption {
      type = t.listOf t.anything;
      default = [ ];
    };
    warnings = units;
    fileSystems = submodules {
      device = text;
      fsType = text;
    };
    meta.maintainers = mkOption {
      type = t.listOf t.anything;
      default = [ ];
    };
    meta.doc = mkOption { type = t.path; };
    boot.isContainer = bool false;
    system.stateVersion = text;
    networking.proxy.envVars = free;
    environment.systemPackages = mkOption {
      type = t.listOf t.package;
      default = [ ];
    };
    environment.etc = submodules { source = mkOption { type = t.path; }; };
    security.polkit.enable = bool false;
    security.polkit.extraConfig = mkOption {
      type = t.lines;
      default = "";
    };
    services.prometheus.enable = bool false;
    services.prometheus.scrapeConfigs = mkOption {
      type = t.listOf t.anything;
      default = [ ];
    };
    services.prometheus.exporters.node.enable = bool false;
    services.prometheus.exporters.node.enabledCollectors = units;
    services.prometheus.rules = units;
    systemd.package = package pkgs.systemd;
    systemd.globalEnvironment = free;
    systemd.services = mkOption {
      type = t.attrsOf (t.submodule service);
      default = { };
    };
    systemd.timers = submodules (unit // { timerConfig = settings; });
    systemd.paths = submodules (unit // { pathConfig = settings; });
    systemd.tmpfiles.rules = units;
    systemd.tmpfiles.settings = mkOption {
      type = t.attrsOf (t.attrsOf (t.attrsOf (t.attrsOf t.str)));
      default = { };
    };
    users.users = submodules {
      isSystemUser = bool false;
      isNormalUser = bool false;
      createHome = bool false;
      group = text;
      home = text;
      description = text;
    };
    users.groups = submodules { };
    virtualisation.podman.enable = bool false;
    virtualisation.podman.package = package pkgs.podman;
    virtualisation.oci-containers.backend = text;
    virtualisation.oci-containers.containers = submodules {
      image = text;
      environment = free;
      environmentFiles = units;
      ports = units;
      volumes = units;
      extraOptions = units;
    };
  };

  config.users.users.root = { };
  config.users.groups.root = { };

  # As NixOS does: a container is a service of its own.
  config.systemd.services = lib.mapAttrs' (
    name: container:
    lib.nameValuePair "podman-${name}" {
      wantedBy = [ "multi-user.target" ];
      serviceConfig = {
        ExecStart = "/bin/podman run ${lib.concatStringsSep " " (map (volume: "-v ${volume}") container.volumes)} ${container.image}";
        Type = "notify";
        Restart = "always";
      };
    }
  ) config.virtualisation.oci-containers.containers;
}
