# SPDX-License-Identifier: Apache-2.0
# The forge's token from agenix. `age.secrets` are decrypted to /run/agenix, for root alone.
{ config, ... }:

{
  age.secrets.lastgood-token.file = ./lastgood-token.age;

  services.lastgood = {
    credentials.token = config.age.secrets.lastgood-token.path;
    settings.sources.app.auth.token-file = "\${CREDENTIALS_DIRECTORY}/token";
  };
}
