# SPDX-License-Identifier: Apache-2.0
# A ZFS data set for the record: zfs create -o mountpoint=legacy tank/services/lastgood
# Were it not mounted, a pass would begin a new record on the disk below: stateMountPoint makes it fail instead.
{
  fileSystems."/var/lib/lastgood" = {
    device = "tank/services/lastgood";
    fsType = "zfs";
  };
  services.lastgood.stateMountPoint = "/var/lib/lastgood";
}
