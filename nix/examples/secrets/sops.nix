# SPDX-License-Identifier: Apache-2.0
# The forge's token from sops-nix. `sops.secrets` are decrypted to /run/secrets, for root alone.
{ config, ... }:

{
  sops.secrets."lastgood/token" = { };

  services.lastgood = {
    credentials.token = config.sops.secrets."lastgood/token".path;
    settings.sources.app.auth.token-file = "\${CREDENTIALS_DIRECTORY}/token";
  };
}
