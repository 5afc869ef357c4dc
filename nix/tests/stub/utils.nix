# SPDX-License-Identifier: Apache-2.0
# As much of what NixOS hands to modules as `utils` as this repository's modules use.
{ lib }:

{
  escapeSystemdExecArgs =
    arguments: lib.concatStringsSep " " (map (each: builtins.replaceStrings [ "%" "$" ] [ "%%" "$$" ] (builtins.toJSON each)) arguments);
}
