# SPDX-License-Identifier: Apache-2.0
# What is wrong for sure when the system is evaluated. What only the running host knows (a symlink, a volatile disk, a mount
# that is missing), each pass looks at itself.
{
  config,
  lib,
  cfg,
  derived,
  engines,
  isForeign,
}:

let
  inherit (lib)
    any
    attrNames
    concatLists
    concatMap
    concatStringsSep
    elem
    filter
    hasPrefix
    isString
    mapAttrsToList
    optional
    toList
    ;
  inherit (derived.directories) isShared within;

  words = value: filter (word: word != "") (concatMap (lib.splitString " ") (map toString (toList value)));
  inStore = file: !isString file || within builtins.storeDir file;

  # Absolute, normal, and without a character that systemd, tmpfiles or a shell would read as something else.
  plain = path: builtins.match "(/[A-Za-z0-9_@+=-][A-Za-z0-9_@+=.-]*)+" path != null;
  list = concatStringsSep ", ";

  set = filter (key: cfg.settings ? ${key}) derived.ownedKeys;
  allCredentials = cfg.credentials // cfg.encryptedCredentials;
  misnamed = filter (name: builtins.match "[A-Za-z0-9_.-]+" name == null) (attrNames allCredentials);
  twice = filter (name: cfg.encryptedCredentials ? ${name}) (attrNames cfg.credentials);
  odd = filter (path: !plain path) (
    [ cfg.stateDir ]
    ++ optional (cfg.stateMountPoint != null) cfg.stateMountPoint
    ++ derived.destinations
    ++ cfg.readOnlyDirectories
    ++ map toString (lib.attrValues allCredentials)
  );
  files = list (map toString (filter inStore derived.secretFiles));
  shared = filter (path: isShared (dirOf path)) derived.destinations;
  inState = filter (within cfg.stateDir) derived.destinations;

  ourDirectories = [ cfg.stateDir ] ++ derived.destinationDirectories;
  services = removeAttrs config.systemd.services (
    filter (name: name == "lastgood" || hasPrefix "lastgood-" name) (attrNames config.systemd.services)
  );
  asUs = filter (name: elem "${name}.service" derived.activatedUnits && services.${name}.serviceConfig.User or null == cfg.user) (
    attrNames services
  );
  ourPagers = filter (unit: hasPrefix "lastgood." unit || hasPrefix "lastgood-" unit) cfg.onFailure;

  # Who else would own one of our directories: systemd gives such a directory to its service's user at each start, with all
  # below.
  kept = concatLists (
    mapAttrsToList (
      name: service:
      concatMap
        (
          { key, root }:
          map (word: {
            directory = "${root}/${lib.head (lib.splitString ":" word)}";
            by = "${name}.service has ${key}=${word}";
          }) (words (service.serviceConfig.${key} or [ ]))
        )
        [
          {
            key = "StateDirectory";
            root = "/var/lib";
          }
          {
            key = "CacheDirectory";
            root = "/var/cache";
          }
          {
            key = "LogsDirectory";
            root = "/var/log";
          }
        ]
    ) services
  );
  homes = mapAttrsToList (name: user: {
    directory = user.home;
    by = "it is the home of the user ${name}";
  }) (lib.filterAttrs (name: user: user.createHome && name != cfg.user) config.users.users);

  # tmpfiles takes the first rule for a path, in the order of the files' names.
  rules =
    concatLists (
      mapAttrsToList (
        file: paths:
        concatLists (
          mapAttrsToList (
            path: kinds:
            mapAttrsToList (kind: rule: {
              inherit kind path;
              by = "tmpfiles.d/${file}.conf";
              user = rule.user or "-";
            }) kinds
          ) paths
        )
      ) (removeAttrs config.systemd.tmpfiles.settings [ "10-lastgood" ])
    )
    ++ concatMap (
      line:
      let
        fields = words line;
        at = i: if builtins.length fields > i then builtins.elemAt fields i else "-";
      in
      optional (builtins.length fields > 1) {
        kind = at 0;
        path = at 1;
        user = at 3;
        by = "systemd.tmpfiles.rules";
      }
    ) config.systemd.tmpfiles.rules;
  owns =
    { kind, user, ... }:
    let
      letter = builtins.substring 0 1 kind;
    in
    if elem letter [ "z" "Z" ] then
      !elem user [ "-" cfg.user ]
    else
      elem letter [ "d" "D" "e" "v" "q" "Q" "C" ] && lib.removePrefix ":" user != cfg.user;
  ruled = map (rule: {
    directory = rule.path;
    by = "a rule of ${rule.by} makes it ${if rule.user == "-" then "root" else rule.user}'s";
  });

  collisions =
    let
      all = filter owns rules;
      recursive = filter (rule: hasPrefix "Z" rule.kind) all;
    in
    lib.unique (
      concatMap (
        ours:
        map (other: "${ours}: ${other.by}") (
          filter (other: within other.directory ours || within ours other.directory) kept
          ++ filter (other: within other.directory ours) (homes ++ ruled recursive)
          ++ ruled (filter (rule: rule.path == ours) all)
        )
      ) ourDirectories
    );

  unknown = filter isForeign (
    filter (unit: !elem unit cfg.foreignUnits && !lib.hasInfix "@" unit) (
      lib.unique (map derived.unitOf (lib.attrValues derived.consumed))
    )
  );
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
      assertion = misnamed == [ ];
      message = "services.lastgood.credentials: ${list misnamed} can't be the name of a credential; letters, digits and . _ - are fine.";
    }
    {
      assertion = twice == [ ];
      message = "services.lastgood.credentials and encryptedCredentials both have ${list twice}. Take it out of one.";
    }
    {
      assertion = odd == [ ];
      message = "services.lastgood: systemd or a shell would read ${list odd} as something else. Take letters, digits and _ @ + = . -, and neither . nor .. nor a slash at the end.";
    }
    {
      assertion = files == "";
      message = "services.lastgood.settings: the secret ${files} is in the Nix store, or a path that would be copied there. Name a file of the running host, as a string.";
    }
    {
      assertion = !isShared cfg.stateDir;
      message = "services.lastgood.stateDir: ${cfg.stateDir} is the system's, shared with others, or gone with the next boot. Take a directory of its own, below /var/lib for example, or a mount of its own.";
    }
    {
      assertion = cfg.stateMountPoint == null || within cfg.stateMountPoint cfg.stateDir;
      message = "services.lastgood.stateMountPoint: ${toString cfg.stateMountPoint} does not hold ${cfg.stateDir}.";
    }
    {
      assertion = shared == [ ];
      message = "services.lastgood.settings: a destination needs a directory of its own, which becomes ${cfg.user}'s; the one of ${list shared} is the system's or shared with others. Take one below /var/lib, for example.";
    }
    {
      assertion = inState == [ ];
      message = "services.lastgood.settings: the destination ${list inState} is in the state directory, which nobody but lastgood may read.";
    }
    {
      assertion = collisions == [ ];
      message = "services.lastgood: ${cfg.user} must own the directories of state and destinations, and others would take them away. ${concatStringsSep "; " collisions}. Take a directory beside it: /var/lib/app-rules, not /var/lib/app.";
    }
    {
      assertion = cfg.user != "root" && cfg.group != "root";
      message = "services.lastgood.user and group must not be root: pid 1 obeys root, so no sandbox would hold it.";
    }
    {
      assertion = config.users.users ? ${cfg.user} && config.users.groups ? ${cfg.group};
      message = "services.lastgood: there is no user ${cfg.user} or no group ${cfg.group}. Add users.users.${cfg.user} and users.groups.${cfg.group}, or leave both options alone.";
    }
    {
      assertion = asUs == [ ];
      message = "services.lastgood.user: ${list asUs}, which passes restart, runs as ${cfg.user}, too, and could rewrite its file and the record. Give lastgood a user that nothing else runs as.";
    }
    {
      assertion = !derived.oci || config.virtualisation.podman.enable;
      message = ''services.lastgood.isolation = "oci" needs virtualisation.podman.enable = true; the other way is isolation = "bare".'';
    }
    {
      assertion = !(cfg.watch.enable && derived.oci);
      message = ''services.lastgood.watch.enable needs services.lastgood.isolation = "bare": the process that stays speaks with systemd.'';
    }
    {
      assertion = derived.parsers == [ ] || engines != [ ];
      message = "services.lastgood.settings: ${list derived.parsers} takes podman or docker: virtualisation.podman.enable = true.";
    }
    {
      assertion = ourPagers == [ ];
      message = "services.lastgood.onFailure must not name lastgood's own units: ${list ourPagers}. Name one that calls a person.";
    }
  ];

  warnings =
    optional cfg.allowVolatileState "services.lastgood.allowVolatileState: the record may be lost at any boot, and with it who changed what, and what must not be tried again."
    ++ optional (
      derived.oci && any (target: target.activate ? command || target.activate ? process) derived.targets
    ) "services.lastgood: a target activates by a command or a signal, and lastgood runs in the container: neither reaches a bus, /etc or a process of the host."
    ++ optional (!cfg.validateSettings) "services.lastgood.validateSettings is off: a mistake in the settings shows when the next pass runs."
    ++ optional (
      cfg.bootPass && unknown != [ ]
    ) "services.lastgood: NixOS defines no ${list unknown}. If something else does (a quadlet, a package), name it in foreignUnits; if not, it is a typo, and nothing is restarted.";
}
