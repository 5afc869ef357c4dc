# SPDX-License-Identifier: Apache-2.0
# As much of nixpkgs' package set as this repository's Nix code uses. A package is a name and a place: nothing is built, and
# nothing is written to a store. Files that would be generated keep their text in `text`.
{ lib, system ? "x86_64-linux" }:

let
  built =
    name: more:
    {
      type = "derivation";
      inherit name system;
      outPath = "${builtins.storeDir}/00000000000000000000000000000000-${name}";
      drvPath = "${builtins.storeDir}/00000000000000000000000000000000-${name}.drv";
    }
    // more;
  program = name: built name { meta.mainProgram = name; };

  pkgs =
    lib.genAttrs [ "coreutils" "findutils" "getent" "gnugrep" "gnused" "makeBinaryWrapper" "podman" "python3" "removeReferencesTo" "systemd" "util-linux" ] program
    // {
      inherit lib system;
      path = ./nixpkgs;
      extend = overlay: pkgs // overlay (pkgs.extend overlay) pkgs;
      versionCheckHook = built "version-check-hook" { };
      stdenv.hostPlatform = { inherit system; };
      stdenv.buildPlatform.canExecute = _: true;
      runtimeShell = "/bin/sh";
      jdk25_headless = built "jdk25_headless" { home = "/jdk25"; };
      writeText = name: text: built name { inherit text; };
      writeShellApplication =
        { name, runtimeInputs, text }:
        built name {
          text = "#!/bin/sh\nset -eu\nexport PATH=\"${lib.makeBinPath runtimeInputs}:$PATH\"\n${text}";
          meta.mainProgram = name;
        };
      runCommand = name: env: text: built name { inherit env text; };
      maven.buildMavenPackage = args: built "${args.pname}-${args.version}" (args // { inherit args; });
      callPackage =
        file: more:
        let
          call = import file;
        in
        call (builtins.intersectAttrs (builtins.functionArgs call) (pkgs // { inherit pkgs; }) // more);
      # JSON is YAML.
      formats.yaml = _: {
        type =
          let
            value = lib.types.nullOr (lib.types.oneOf (with lib.types; [ bool int float str path (attrsOf value) (listOf value) ])) // {
              description = "YAML value";
            };
          in
          value;
        generate = name: value: built name { text = builtins.toJSON value; };
      };
      nixosOptionsDoc = { options, ... }: { optionsCommonMark = built "options.md" { inherit options; }; };
      testers.runNixOSTest = test: built "vm-test-${(if builtins.isFunction test then test { inherit pkgs lib; } else test).name}" { inherit test; };
    };
in
pkgs
