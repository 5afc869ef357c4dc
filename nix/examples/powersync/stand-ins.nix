# SPDX-License-Identifier: Apache-2.0
# As much of sops-nix as host.nix needs, for tests that don't have it. A host imports the real one.
{ lib, ... }:

{
  options.sops.secrets = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (
      lib.types.submodule (
        { name, ... }:
        {
          options.path = lib.mkOption {
            type = lib.types.str;
            default = "/run/secrets/${name}";
          };
        }
      )
    );
  };
}
