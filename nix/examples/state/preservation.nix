# SPDX-License-Identifier: Apache-2.0
# An ephemeral root with preservation: the list as it is. `how` stays at bind mounts; a symlink is refused by each pass.
{ config, ... }:

{
  preservation.enable = true;
  preservation.preserveAt."/persist".directories = config.services.lastgood.persistentDirectories;
}
