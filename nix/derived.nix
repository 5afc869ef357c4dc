# SPDX-License-Identifier: Apache-2.0
# What follows from the options.
{ lib, cfg }:

let
  inherit (lib)
    attrNames
    attrValues
    concatMap
    elem
    filter
    isAttrs
    isList
    optionalAttrs
    unique
    ;

  oci = cfg.isolation == "oci";
  requests = "/run/lastgood/units";
  directories = import ./directories.nix { inherit lib; };

  named = cfg.settings.targets;
  targets = attrValues named;

  present = filter (value: value != null);
  unitOf = target: target.activate.systemd.unit or null;
  destinations = unique (map (target: target.destination) targets);
  destinationDirectories = unique (map dirOf destinations);
  activatedUnits = unique (present (map unitOf targets));
  restartUnits = unique (activatedUnits ++ cfg.restartUnits);

  owned = mode: directory: {
    inherit directory mode;
    inherit (cfg) user group;
  };

  # Every value of the settings whose key says that it names a file with a secret.
  secretsIn =
    key: value:
    if isAttrs value then
      concatMap (name: secretsIn (if key == "headers" then "header" else if key == "header" && name == "file" then "token-file" else name) value.${name}) (
        attrNames value
      )
    else if isList value then
      concatMap (secretsIn key) value
    else
      lib.optional (value != null && elem key secretKeys) value;
  secretKeys = [
    "key-file"
    "secret-file"
    "token-file"
    "url-file"
  ];

  # A key of the settings that nobody set is not written.
  said = lib.filterAttrsRecursive (_: value: value != null);
  settings = lib.filterAttrs (name: value: name != "ledger" || value != { }) (said cfg.settings);
in
{
  inherit
    activatedUnits
    destinationDirectories
    destinations
    directories
    oci
    requests
    restartUnits
    targets
    ;

  # What passes only look at.
  probedUnits = filter (unit: !elem unit restartUnits) (unique (present (map (target: target.probe.systemd.unit or null) targets)));

  # The targets whose service is one of systemd's, by name: it must not start without its file.
  consumed = lib.filterAttrs (_: target: unitOf target != null && lib.hasSuffix ".service" (unitOf target)) named;
  inherit unitOf;

  # The reader of a destination is another user. A shared directory is nobody's to own, whatever else is made of the settings.
  persistentDirectories = filter (each: !directories.isShared each.directory) (
    [ (owned "0750" cfg.stateDir) ] ++ map (owned "0755") destinationDirectories
  );

  # The keys that the module writes; the user's settings must not have them.
  ownedKeys = [
    "state"
    "isolation"
    "allow-volatile-state"
    "state-mount-point"
    "systemd"
  ];

  configuration =
    settings
    // {
      state = cfg.stateDir;
      inherit (cfg) isolation;
    }
    // optionalAttrs cfg.allowVolatileState { allow-volatile-state = true; }
    // optionalAttrs (cfg.stateMountPoint != null) { state-mount-point = cfg.stateMountPoint; }
    // optionalAttrs oci { systemd = { inherit requests; }; };

  secretFiles = secretsIn "" cfg.settings;
}
