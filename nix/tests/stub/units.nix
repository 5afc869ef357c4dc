# SPDX-License-Identifier: Apache-2.0
# Units as systemd reads them, from the options that NixOS has for them: name → text.
{ lib }:

config:

let
  word = value: if lib.isBool value then lib.boolToString value else toString value;
  line = name: value: map (each: "${name}=${word each}\n") (lib.toList value);
  section =
    name: values:
    lib.optionalString (values != { }) "[${name}]\n${lib.concatStringsSep "" (lib.concatLists (lib.mapAttrsToList line values))}\n";
  joined = name: values: lib.optionalAttrs (values != [ ]) { ${name} = toString values; };
  quoted = name: value: ''"${name}=${value}"'';

  common =
    unit:
    section "Unit" (
      lib.optionalAttrs (unit.description != "") { Description = unit.description; }
      // joined "Documentation" unit.documentation
      // joined "Wants" unit.wants
      // joined "Requires" unit.requires
      // joined "After" unit.after
      // joined "Before" unit.before
      // joined "OnFailure" unit.onFailure
      // unit.unitConfig
    )
    + section "Install" (joined "WantedBy" unit.wantedBy);

  service =
    unit:
    common unit
    + section "Service" (
      unit.serviceConfig
      # Where NixOS writes it, and a switch reads it.
      // lib.optionalAttrs (!unit.restartIfChanged) { X-RestartIfChanged = false; }
      // lib.optionalAttrs (unit.reloadTriggers != [ ]) { X-Reload-Triggers = toString unit.reloadTriggers; }
      // lib.optionalAttrs (unit.serviceConfig != { }) { Environment = lib.mapAttrsToList quoted unit.environment; }
    );
  named = suffix: render: units: lib.mapAttrs' (name: unit: lib.nameValuePair "${name}.${suffix}" (render unit)) units;
in
named "service" service config.systemd.services
// named "timer" (unit: common unit + section "Timer" unit.timerConfig) config.systemd.timers
// named "path" (unit: common unit + section "Path" unit.pathConfig) config.systemd.paths
