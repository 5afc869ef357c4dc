# SPDX-License-Identifier: Apache-2.0
# An ephemeral root with impermanence: the host contributes what the module lists, user and mode included.
{ config, ... }:

{
  environment.persistence."/persist".directories = config.services.lastgood.persistentDirectories;
}
