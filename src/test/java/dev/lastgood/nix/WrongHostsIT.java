// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The hosts that `services.lastgood` refuses when they are evaluated.
final class WrongHostsIT {
  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void refuses(String what, String options, String words) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.lastgood(options));

    assertThat(host.failed()).as(what).singleElement().asString().contains(words);
  }

  static List<Arguments> wrong() {
    return List.of(
        Arguments.of(
            "a credential in the store",
            "credentials.token = \"${builtins.storeDir}/abc-token\";",
            "credentials: token is in the Nix store"),
        Arguments.of(
            "a secret of the settings in the store",
            "settings.sources.app.ssh.key-file = \"${builtins.storeDir}/abc-key\";",
            "is in the Nix store"),
        Arguments.of(
            "a secret of the settings that would be copied there",
            "settings.sources.app.auth.token-file = ./README.md;",
            "would be copied there"),
        Arguments.of(
            "a header's secret in the store",
            "settings.targets.app.probe.headers.Authorization.file = ./README.md;",
            "would be copied there"),
        Arguments.of(
            "a name that is none",
            "credentials.\"a:b\" = \"/run/secrets/a\";",
            "a:b can't be the name of a credential"),
        Arguments.of("state in /etc", "stateDir = \"/etc/lastgood\";", "stateDir: /etc/lastgood"),
        Arguments.of("state in /nix", "stateDir = \"/nix/lastgood\";", "stateDir: /nix/lastgood"),
        Arguments.of("state in /tmp", "stateDir = \"/tmp/x\";", "stateDir: /tmp/x"),
        Arguments.of("state that the sandbox hides", "stateDir = \"/home/x\";", "stateDir"),
        Arguments.of(
            "a mount point beside the state",
            "stateMountPoint = \"/var/lib/last\";",
            "/var/lib/last does not hold /var/lib/lastgood"),
        Arguments.of(
            "a destination in /etc",
            "settings.targets.app.destination = lib.mkForce \"/etc/app.yaml\";",
            "not /etc/app.yaml"),
        Arguments.of(
            "a destination that systemd would not read as it is",
            "settings.targets.app.destination = lib.mkForce \"/var/lib/my app/%n.yaml\";",
            "in a plain path"),
        Arguments.of(
            "a destination in the state directory",
            "settings.targets.app.destination = lib.mkForce \"/var/lib/lastgood/app.yaml\";",
            "is in the state directory"),
        Arguments.of("root", "user = \"root\";", "must not be root"),
        Arguments.of(
            "settings that an option writes",
            "settings.state = \"/srv/state\";",
            "settings must not have state"),
        Arguments.of(
            "itself as its pager",
            "onFailure = [ \"lastgood.service\" ];",
            "must not name lastgood's own units"));
  }

  @Test
  void refuses_a_container_without_podman() throws Exception {
    assertThat(nix.host(Modules.MINIMAL).failed())
        .singleElement()
        .asString()
        .contains("needs virtualisation.podman.enable = true");
  }

  @Test
  void refuses_to_have_nothing_to_do() throws Exception {
    assertThat(nix.host(Modules.BARE, Modules.lastgood("enable = true;")).failed())
        .singleElement()
        .asString()
        .contains("nothing to keep");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistyped")
  void does_not_evaluate(String options, String words) throws Exception {
    assertThat(nix.refusal(Modules.MINIMAL, Modules.PODMAN, Modules.lastgood(options)))
        .contains(words);
  }

  static List<Arguments> mistyped() {
    return List.of(
        Arguments.of(
            "stateDirectory = \"/srv\";", "`services.lastgood.stateDirectory' does not exist"),
        Arguments.of("isolation = \"docker\";", "`services.lastgood.isolation' is not of type"),
        Arguments.of(
            "credentials.token = ./README.md;", "`services.lastgood.credentials.token' is not"),
        Arguments.of(
            "credentials.token = \"token\";", "`services.lastgood.credentials.token' is not"),
        Arguments.of("restartUnits = [ \"app\" ];", "services.lastgood.restartUnits"),
        Arguments.of("restartUnits = [ \"a b.service\" ];", "services.lastgood.restartUnits"),
        Arguments.of("restartUnits = [ \"*.service\" ];", "services.lastgood.restartUnits"),
        Arguments.of("onFailure = [ \"page\" ];", "services.lastgood.onFailure"),
        Arguments.of("stateDir = \"/var/lib/../etc\";", "services.lastgood.stateDir"),
        Arguments.of("stateDir = \"/var/lib/lastgood/\";", "services.lastgood.stateDir"),
        Arguments.of("stateDir = \"/var/lib/%n\";", "services.lastgood.stateDir"),
        Arguments.of("stateDir = ./state;", "services.lastgood.stateDir"),
        Arguments.of("user = \"last good\";", "services.lastgood.user"),
        Arguments.of("interval = 5;", "services.lastgood.interval"),
        Arguments.of("timerConfig = \"hourly\";", "services.lastgood.timerConfig"),
        Arguments.of("settings = [ ];", "services.lastgood.settings"),
        Arguments.of("persistentDirectories = [ ];", "is read-only"));
  }
}
