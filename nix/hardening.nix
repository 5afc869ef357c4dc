# SPDX-License-Identifier: Apache-2.0
# What systemd takes away from each process. A contract test compares these with the units that the distribution ships.
let
  common = {
    UMask = "0027";
    ProtectSystem = "strict";
    ProtectHome = true;
    PrivateTmp = true;
    PrivateDevices = true;
    PrivateIPC = true;
    ProtectClock = true;
    ProtectControlGroups = true;
    ProtectHostname = true;
    ProtectKernelLogs = true;
    ProtectKernelModules = true;
    ProtectKernelTunables = true;
    ProtectProc = "invisible";
    PrivateMounts = true;
    NoNewPrivileges = true;
    DevicePolicy = "closed";
    KeyringMode = "private";
    RestrictNamespaces = true;
    RestrictRealtime = true;
    RestrictSUIDSGID = true;
    LockPersonality = true;
    RemoveIPC = true;
    SystemCallArchitectures = "native";
    SystemCallFilter = [
      "@system-service"
      "~@privileged @resources"
    ];
    # A call that is not allowed fails with a message; without this it kills the pass.
    SystemCallErrorNumber = "EPERM";
  };
in
{
  # A pass. Not MemoryDenyWriteExecute: a Java runtime writes the code that it runs. Not ProcSubset=pid: the host's name
  # and the boot's id are below /proc/sys.
  pass = common // {
    PrivateUsers = true;
    CapabilityBoundingSet = "";
    AmbientCapabilities = "";
    RestrictAddressFamilies = "AF_INET AF_INET6 AF_UNIX";
  };

  # The one that restarts units for passes in a container. Root, because pid 1 obeys root on its socket.
  helper = common // {
    UMask = "0022";
    PrivateNetwork = true;
    IPAddressDeny = "any";
    ProcSubset = "pid";
    MemoryDenyWriteExecute = true;
    # The requests lie in a directory of the passes' user, which root may not enter without this.
    CapabilityBoundingSet = "CAP_DAC_OVERRIDE";
    RestrictAddressFamilies = "AF_UNIX";
  };
}
