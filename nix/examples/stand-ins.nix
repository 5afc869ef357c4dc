# SPDX-License-Identifier: Apache-2.0
# As much of sops-nix, agenix, impermanence and preservation as the examples need, for tests that don't have them.
{ lib, ... }:

let
  inherit (lib) mkOption types;
  secrets =
    directory: options:
    mkOption {
      default = { };
      type = types.attrsOf (
        types.submodule (
          { name, ... }:
          {
            options = options // {
              path = mkOption {
                type = types.str;
                default = "${directory}/${name}";
              };
            };
          }
        )
      );
    };
  directories =
    options:
    mkOption {
      default = { };
      type = types.attrsOf (
        types.submodule {
          options.directories = mkOption {
            type = types.listOf (types.submodule { inherit options; });
            default = [ ];
          };
        }
      );
    };
  text = mkOption { type = types.str; };
  entry = {
    directory = text;
    user = text;
    group = text;
    mode = text;
  };
in
{
  options = {
    sops.secrets = secrets "/run/secrets" { };
    age.secrets = secrets "/run/agenix" { file = mkOption { type = types.path; }; };
    environment.persistence = directories entry;
    preservation.enable = lib.mkEnableOption "preservation";
    preservation.preserveAt = directories (
      entry
      // {
        how = mkOption {
          type = types.enum [
            "bindmount"
            "symlink"
          ];
          default = "bindmount";
        };
      }
    );
  };
}
