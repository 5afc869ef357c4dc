// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

/// What hosts are made of in these tests: modules of NixOS, each a Nix expression.
final class Modules {
  /// The least a host has to say.
  static final String MINIMAL =
      """
      {
        systemd.services.app.serviceConfig.ExecStart = "/bin/true";
        services.lastgood = {
          enable = true;
          settings = {
            sources.app.url = "https://git.example.org/team/app.git";
            targets.app = {
              path = "rules.yaml";
              destination = "/var/lib/app/rules.yaml";
              activate.systemd.unit = "app.service";
            };
          };
        };
      }
      """;

  static final String PODMAN = "{ virtualisation.podman.enable = true; }";
  static final String BARE = isolation("bare");
  static final String TOKEN =
      lastgood(
          """
          credentials.token = "/run/secrets/token";
          settings.sources.app.auth.token-file = "\\${CREDENTIALS_DIRECTORY}/token";
          """);

  private Modules() {}

  /// More of `services.lastgood`.
  static String lastgood(String options) {
    return "{ lib, ... }: { services.lastgood = {\n" + options + "}; }";
  }

  static String isolation(String which) {
    return lastgood("isolation = \"" + which + "\";");
  }
}
