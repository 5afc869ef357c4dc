# SPDX-License-Identifier: Apache-2.0
# A host whose PowerSync takes its sync rules from the app's repository. Read README.md beside this file first.
{ config, pkgs, ... }:

let
  rules = "/var/lib/powersync";

  # The service's own configuration stays where it is: in this repository, rendered into the store. It names the secrets
  # that PowerSync takes from its environment, and the rules where lastgood keeps them.
  service = pkgs.writeText "service.yaml" ''
    replication:
      connections:
        - type: postgresql
          uri: !env PS_SOURCE_URI
    storage:
      type: postgresql
      uri: !env PS_STORAGE_URI
    client_auth:
      jwks_uri: !env PS_JWKS_URI
    port: 8080
    sync_config:
      path: rules/sync-rules.yaml
  '';
in
{
  virtualisation.podman.enable = true;

  # The forge's read-only token. Whatever decrypts it: this is the path of a file on the running host.
  sops.secrets."lastgood/token" = { };
  sops.secrets."powersync/environment" = { };

  services.lastgood = {
    enable = true;
    isolation = "oci"; # the default; "bare" needs no podman of its own

    credentials.token = config.sops.secrets."lastgood/token".path;

    settings = {
      sources.fit = {
        url = "https://git.cloonar.com/Cloonar/fit.git";
        branch = "master";
        auth = {
          username = "lastgood";
          token-file = "\${CREDENTIALS_DIRECTORY}/token";
        };
      };
      targets.powersync = {
        source = "fit";
        path = "powersync/sync-rules.yaml";
        destination = "${rules}/sync-rules.yaml";
        mode = "0644"; # PowerSync's process is uid 901
        preset = "powersync";
        activate.systemd.unit = "podman-powersync.service";
      };
    };

    onFailure = [ "page@%N.service" ];
  };

  virtualisation.oci-containers.backend = "podman";
  virtualisation.oci-containers.containers.powersync = {
    image = "journeyapps/powersync-service:1.25.0";
    ports = [ "127.0.0.1:8080:8080" ];
    environment.POWERSYNC_CONFIG_PATH = "/config/service.yaml";
    environmentFiles = [ config.sops.secrets."powersync/environment".path ];
    volumes = [
      "${service}:/config/service.yaml:ro"
      # The directory, not the file: a file's mount stays with the file that a rename replaces.
      "${rules}:/config/rules:ro"
    ];
  };

  # A failed pass pages. The healthy state of a oneshot is "inactive", so the house's rule "not active" must not see it.
  services.prometheus.enable = true; # or, where another host scrapes this one, the exporter here and the rule there
  services.prometheus.exporters.node = {
    enable = true;
    enabledCollectors = [ "systemd" ];
  };
  services.prometheus.scrapeConfigs = [
    {
      job_name = "node";
      static_configs = [ { targets = [ "127.0.0.1:9100" ]; } ];
    }
  ];
  services.prometheus.rules = [
    (builtins.toJSON {
      groups = [
        {
          name = "lastgood";
          rules = [
            {
              alert = "LastgoodFailed";
              expr = ''node_systemd_unit_state{name=~"lastgood(-boot)?.service",state="failed"} == 1'';
              annotations.summary = "{{ $labels.name }} on {{ $labels.instance }}: journalctl -u {{ $labels.name }}";
            }
          ];
        }
      ];
    })
  ];

  # The other way to be told, at once and without a metric.
  systemd.services."page@" = {
    description = "Tell somebody that %i failed";
    serviceConfig = {
      Type = "oneshot";
      ExecStart = "${pkgs.util-linux}/bin/logger --priority user.crit --tag page %i failed";
    };
  };
}
