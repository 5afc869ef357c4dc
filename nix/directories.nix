# SPDX-License-Identifier: Apache-2.0
# Directories that are more than one service's: whoever is given one owns what others keep in it.
{ lib }:

let
  inherit (lib) any elem hasPrefix;

  within = parent: path: path == parent || hasPrefix "${parent}/" path;

  # With all below: the system's own, hidden from the unit, or gone with the next boot.
  closed = [
    "/bin"
    "/boot"
    "/dev"
    "/etc"
    "/home"
    "/lib"
    "/lib32"
    "/lib64"
    "/libx32"
    "/lost+found"
    "/nix"
    "/proc"
    "/root"
    "/run"
    "/sbin"
    "/sys"
    "/tmp"
    "/usr"
    "/var/empty"
    "/var/lib/nixos"
    "/var/lib/private"
    "/var/lib/systemd"
    "/var/lock"
    "/var/log"
    "/var/run"
    "/var/tmp"
  ];

  # Themselves: a directory in one of them is fine.
  shared = [
    "/media"
    "/mnt"
    "/opt"
    "/persist"
    "/persistent"
    "/srv"
    "/var/backups"
    "/var/cache"
    "/var/db"
    "/var/lib"
    "/var/lib/containers"
    "/var/lib/docker"
    "/var/lib/machines"
    "/var/local"
    "/var/mail"
    "/var/opt"
    "/var/spool"
  ];
in
{
  inherit within;

  isShared =
    path:
    path == "/"
    || elem path shared
    || any (parent: within parent path) closed
    || any (within path) (closed ++ shared);
}
