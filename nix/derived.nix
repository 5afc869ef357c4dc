# SPDX-License-Identifier: Apache-2.0
# What follows from the options. Settings of a wrong shape are passed over here: check-config has the better words for them.
{ lib, cfg }:

let
  inherit (lib)
    attrValues
    concatMap
    elem
    filter
    isAttrs
    isString
    optionalAttrs
    unique
    ;

  oci = cfg.isolation == "oci";
  requests = "/run/lastgood/units";

  targets =
    let
      named = cfg.settings.targets or { };
    in
    if isAttrs named then filter isAttrs (attrValues named) else [ ];

  present = filter isString;
  unitOf = target: target.activate.systemd.unit or null;
  destinations = unique (present (map (target: target.destination or null) targets));
  destinationDirectories = unique (map dirOf destinations);

  owned = mode: directory: {
    inherit directory mode;
    inherit (cfg) user group;
  };
in
{
  inherit
    destinationDirectories
    destinations
    oci
    requests
    targets
    ;

  activatedUnits = unique (present (map unitOf targets));
  # What passes only look at.
  probedUnits = filter (unit: !elem unit cfg.restartUnits) (
    unique (present (map (target: target.probe.systemd.unit or null) targets))
  );

  # Service → the files that it must not start without.
  consumers =
    let
      ordered = filter (
        target: isString (unitOf target) && isString (target.destination or null) && lib.hasSuffix ".service" (unitOf target)
      ) targets;
    in
    lib.mapAttrs (_: each: unique (map (target: target.destination) each)) (lib.groupBy unitOf ordered);

  # The reader of a destination is another user.
  persistentDirectories = [ (owned "0750" cfg.stateDir) ] ++ map (owned "0755") destinationDirectories;

  # The keys that the module writes; the user's settings must not have them.
  ownedKeys = [
    "state"
    "isolation"
    "allow-volatile-state"
    "state-mount-point"
    "systemd"
  ];

  configuration =
    cfg.settings
    // {
      state = cfg.stateDir;
      inherit (cfg) isolation;
    }
    // optionalAttrs cfg.allowVolatileState { allow-volatile-state = true; }
    // optionalAttrs (cfg.stateMountPoint != null) { state-mount-point = cfg.stateMountPoint; }
    // optionalAttrs oci { systemd = { inherit requests; }; };

  # Every value that names a file with a secret.
  secretFiles =
    let
      sources =
        let
          named = cfg.settings.sources or { };
        in
        if isAttrs named then attrValues named else [ ];
      headers = target: if isAttrs (target.probe.headers or null) then attrValues target.probe.headers else [ ];
    in
    filter (file: file != null) (
      concatMap (source: [
        (source.auth.token-file or null)
        (source.ssh.key-file or null)
      ]) sources
      ++ concatMap (target: map (header: header.file or null) (headers target)) targets
    );
}
