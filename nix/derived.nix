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
  questionsOf = target: [ (target.probe or { }) ] ++ (target.probe.all or [ ]) ++ (target.deploy-when or [ ]);
  destinations = unique (map (target: target.destination) targets);
  destinationDirectories = unique (map dirOf destinations);
  # Where the metrics' file is: passes write there, and node_exporter reads.
  textfile = cfg.settings.metrics.textfile or null;
  writtenDirectories = unique (destinationDirectories ++ lib.optional (textfile != null) (dirOf textfile));
  activatedUnits = unique (present (map unitOf targets));
  restartUnits = unique (activatedUnits ++ cfg.restartUnits);

  # What PowerSync's parser is asked in, as answer-unit-requests has it: the container of that name, or of the unit; an image.
  parsersOf =
    target:
    let
      container = builtins.match "(podman|docker)-(.+)\\.service" (toString (unitOf target));
      named =
        check:
        let
          parser = check.powersync.parser or null;
        in
        if parser == "container" then
          lib.optional (container != null) "parser:${builtins.elemAt container 1}"
        else
          lib.optional (parser ? container) "parser:${parser.container}" ++ lib.optional (parser ? image) "parser-image:${parser.image}";
      checks = target.check or null;
    in
    lib.optionals (isList checks) (concatMap named checks);
  parsers = unique (concatMap parsersOf targets);

  # In a container a pass has no bus, and nowhere may it speak to an engine, which is as good as being root.
  asksHost = oci || parsers != [ ];

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
    "bearer"
    "body-file"
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
    asksHost
    destinationDirectories
    destinations
    directories
    oci
    parsers
    requests
    restartUnits
    targets
    writtenDirectories
    ;

  # What passes only look at.
  probedUnits = filter (unit: !elem unit restartUnits) (
    unique (present (map (question: question.systemd.unit or null) (concatMap questionsOf targets)))
  );

  # The targets whose service is one of systemd's, by name: it must not start without its file.
  consumed = lib.filterAttrs (_: target: unitOf target != null && lib.hasSuffix ".service" (unitOf target)) named;
  inherit unitOf;

  # The reader of a destination is another user. A shared directory is nobody's to own, whatever else is made of the settings.
  persistentDirectories = filter (each: !directories.isShared each.directory) (
    [ (owned "0750" cfg.stateDir) ] ++ map (owned "0755") writtenDirectories
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
    // optionalAttrs asksHost { systemd = { inherit requests; }; };

  secretFiles = secretsIn "" cfg.settings;
}
