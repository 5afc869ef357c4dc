# SPDX-License-Identifier: Apache-2.0
# lastgood.yaml in the store, read once by the program that will read it at run time.
{
  lib,
  pkgs,
  cfg,
  derived,
}:

let
  written = (pkgs.formats.yaml { }).generate "lastgood.yaml" derived.configuration;
in
if !cfg.validateSettings then
  written
else
  pkgs.runCommand "lastgood-checked.yaml"
    {
      # Only the name is looked at: no file is opened, and there is no network.
      CREDENTIALS_DIRECTORY = "/run/credentials/lastgood.service";
      preferLocalBuild = true;
      passthru = { inherit written; };
    }
    ''
      ${lib.getExe cfg.package} check-config ${written}
      cp ${written} $out
    ''
