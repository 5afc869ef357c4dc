# SPDX-License-Identifier: Apache-2.0
{
  description = "Keeps a running service on the last good version of a file that lives in someone else's Git repository";

  # No flake.lock: nothing here was built against one nixpkgs, so pinning one would promise what nobody has seen. A host
  # lets this input follow its own nixpkgs.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forEach = lib.genAttrs systems;
      pkgsOf = forEach (system: nixpkgs.legacyPackages.${system}.extend self.overlays.default);
    in
    {
      overlays.default = import ./overlay.nix;

      nixosModules.default =
        { lib, pkgs, ... }:
        {
          imports = [ ./module.nix ];
          # Without an overlay on the host's nixpkgs.
          services.lastgood.package = lib.mkDefault (pkgs.callPackage ./package.nix { });
        };

      packages = forEach (system: {
        default = pkgsOf.${system}.lastgood;
        inherit (pkgsOf.${system}) lastgood;
        options-doc = import ./options-doc.nix { pkgs = pkgsOf.${system}; };
      });

      checks = forEach (system: {
        package = pkgsOf.${system}.lastgood;
        module = import ./tests/module.nix { pkgs = pkgsOf.${system}; };
        vm = import ./tests/vm.nix { pkgs = pkgsOf.${system}; };
      });
    };
}
