# SPDX-License-Identifier: Apache-2.0
# What is wrong for sure when the system is evaluated. What only the running host knows (a symlink, a volatile disk, a mount
# that is missing), each pass looks at itself.
{
  config,
  lib,
  cfg,
  derived,
}:

let
  inherit (lib)
    all
    any
    attrNames
    concatStringsSep
    elem
    filter
    hasPrefix
    isString
    ;

  within = parent: path: path == parent || hasPrefix "${parent}/" path;
  inAnyOf = parents: path: any (parent: within parent path) parents;
  inStore = file: !isString file || within builtins.storeDir file;

  # A managed file in one of these would be lost, hidden from the unit, or somebody else's.
  nobodys = [
    "/nix"
    "/etc"
    "/home"
    "/root"
    "/tmp"
    "/var/tmp"
    "/dev"
    "/proc"
    "/sys"
    "/run"
  ];

  plain = path: builtins.match "(/[A-Za-z0-9_@+=-][A-Za-z0-9_@+=.-]*)+" path != null;
  list = concatStringsSep ", ";
  files = list (map toString (filter inStore derived.secretFiles));
  set = filter (key: cfg.settings ? ${key}) derived.ownedKeys;
  stored = filter (name: inStore cfg.credentials.${name}) (attrNames cfg.credentials);
  misnamed = filter (name: builtins.match "[A-Za-z0-9_.-]+" name == null) (attrNames cfg.credentials);
  homeless = filter (path: !(plain path) || inAnyOf nobodys (dirOf path) || dirOf path == "/") derived.destinations;
  inState = filter (path: within cfg.stateDir path) derived.destinations;
in
{
  assertions = [
    {
      assertion = derived.targets != [ ];
      message = "services.lastgood.settings.targets is empty: there is nothing to keep.";
    }
    {
      assertion = set == [ ];
      message = "services.lastgood.settings must not have ${list set}: the options stateDir, isolation, allowVolatileState and stateMountPoint write them.";
    }
    {
      assertion = stored == [ ];
      message = "services.lastgood.credentials: ${list stored} is in the Nix store, which everybody can read. Name a file of the running host, as a string.";
    }
    {
      assertion = misnamed == [ ];
      message = "services.lastgood.credentials: ${list misnamed} can't be the name of a credential; letters, digits and . _ - are fine.";
    }
    {
      assertion = all (file: !inStore file) derived.secretFiles;
      message = "services.lastgood.settings: the secret ${files} is in the Nix store, or a path that would be copied there. Name a file of the running host, as a string.";
    }
    {
      assertion = !inAnyOf nobodys cfg.stateDir;
      message = "services.lastgood.stateDir: ${cfg.stateDir} can't hold a lasting record. Take a directory below /var/lib, or a mount of its own.";
    }
    {
      assertion = cfg.stateMountPoint == null || within cfg.stateMountPoint cfg.stateDir;
      message = "services.lastgood.stateMountPoint: ${toString cfg.stateMountPoint} does not hold ${cfg.stateDir}.";
    }
    {
      assertion = homeless == [ ];
      message = "services.lastgood.settings: a destination needs a directory of its own, below /var/lib for example, in a plain path: not ${list homeless}.";
    }
    {
      assertion = inState == [ ];
      message = "services.lastgood.settings: the destination ${list inState} is in the state directory, which nobody but lastgood may read.";
    }
    {
      assertion = cfg.user != "root" && cfg.group != "root";
      message = "services.lastgood.user and group must not be root: pid 1 obeys root, so no sandbox would hold it.";
    }
    {
      assertion = !derived.oci || config.virtualisation.podman.enable;
      message = ''services.lastgood.isolation = "oci" needs virtualisation.podman.enable = true; the other way is isolation = "bare".'';
    }
    {
      assertion = !elem "lastgood.service" cfg.onFailure && !elem "lastgood-boot.service" cfg.onFailure;
      message = "services.lastgood.onFailure must not name lastgood's own units.";
    }
  ];

  warnings =
    lib.optional cfg.allowVolatileState "services.lastgood.allowVolatileState: the record may be lost at any boot, and with it who changed what, and what must not be tried again."
    ++ lib.optional (
      derived.oci && any (target: target.activate ? command) (filter (target: target ? activate && builtins.isAttrs target.activate) derived.targets)
    ) "services.lastgood: a target activates by a command, which runs in the container: it reaches no bus, no /etc and no other process of the host."
    ++ lib.optional (!cfg.validateSettings) "services.lastgood.validateSettings is off: a mistake in the settings shows when the next pass runs.";
}
