# SPDX-License-Identifier: Apache-2.0
# What the options say of themselves, in the order of their names: for docs/nixos-options.md.
let
  lib = import ./lib.nix;
  options =
    (lib.evalModules {
      modules = [ ../../options.nix ];
      specialArgs.pkgs = import ./pkgs.nix { inherit lib; };
    }).options.services.lastgood;
  written =
    value:
    if builtins.isList value then
      "[ ${lib.concatStringsSep "" (map (each: "${written each} ") value)}]"
    else if lib.isAttrs value then
      "{ ${lib.concatStringsSep "" (lib.mapAttrsToList (name: each: "${name} = ${written each}; ") value)}}"
    else
      builtins.toJSON value;
  code = text: if lib.hasInfix "\n" text then "\n\n```nix\n${text}```" else "`${text}`";
  shown =
    value:
    if value._type or "" == "literalMD" then
      value.text
    else if value._type or "" == "literalExpression" then
      code value.text
    else
      code (written value);
in
map
  (
    { loc, option }:
    {
      name = lib.concatStringsSep "." loc;
      type = option.type.description;
      inherit (option) description;
      default = if option ? defaultText || option ? default then shown (option.defaultText or option.default) else "";
      example = if option ? example then shown option.example else "";
      readOnly = option.readOnly or false;
    }
  )
  (
    builtins.filter ({ option, ... }: !(option.internal or false)) (
      let
        below =
          prefix: group:
          lib.concatMap (
            name:
            let
              loc = prefix ++ [ name ];
              option = group.${name};
            in
            if option ? type then [ { inherit loc option; } ] ++ (option.type.below or (_: [ ])) loc else below loc option
          ) (builtins.attrNames group);
      in
      below [ "services" "lastgood" ] options
    )
  )
