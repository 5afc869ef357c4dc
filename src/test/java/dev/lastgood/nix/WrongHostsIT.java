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
import org.junit.jupiter.params.provider.ValueSource;

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
        Arguments.of(
            "one name for two",
            "credentials.a = \"/run/a\"; encryptedCredentials.a = \"/etc/a.cred\";",
            "both have a"),
        Arguments.of(
            "a credential that systemd would not read as it is",
            "credentials.a = \"/run/my secrets/%n\";",
            "would read /run/my secrets/%n as something else"),
        Arguments.of(
            "state at a path that is not normal",
            "stateDir = \"/var/lib/../etc/lastgood\";",
            "would read /var/lib/../etc/lastgood as something else"),
        Arguments.of(
            "state with a slash at the end", "stateDir = \"/srv/a/\";", "would read /srv/a/ as"),
        Arguments.of(
            "a mount point beside the state",
            "stateMountPoint = \"/var/lib/last\";",
            "/var/lib/last does not hold /var/lib/lastgood"),
        Arguments.of(
            "a destination that systemd would not read as it is",
            "settings.targets.app.destination = lib.mkForce \"/var/lib/my app/%n.yaml\";",
            "would read /var/lib/my app/%n.yaml as something else"),
        Arguments.of(
            "a destination in the state directory",
            "settings.targets.app.destination = lib.mkForce \"/var/lib/lastgood/app.yaml\";",
            "is in the state directory"),
        Arguments.of("root", "group = \"root\";", "must not be root"),
        Arguments.of(
            "a user that does not exist",
            "user = \"config\";",
            "there is no user config or no group lastgood"),
        Arguments.of(
            "a secret of a notification in the store",
            "settings.notify = [ { webhook.url-file = ./README.md; } ];",
            "would be copied there"),
        Arguments.of(
            "settings that an option writes",
            "settings.state = \"/srv/state\";",
            "settings must not have state"),
        Arguments.of(
            "itself as its pager",
            "onFailure = [ \"lastgood.service\" ];",
            "must not name lastgood's own units: lastgood.service"));
  }

  /// Whoever is given one of these owns what others keep in it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/bin",
        "/boot",
        "/boot/loader",
        "/etc",
        "/etc/app",
        "/home/a",
        "/lib64",
        "/mnt",
        "/nix/app",
        "/opt",
        "/persist",
        "/root",
        "/run/app",
        "/srv",
        "/tmp/x",
        "/usr/bin",
        "/usr/share/app",
        "/var",
        "/var/cache",
        "/var/lib",
        "/var/lib/nixos",
        "/var/lib/private/app",
        "/var/lib/systemd/app",
        "/var/log",
        "/var/log/app",
        "/var/tmp/x"
      })
  void no_shared_directory_is_handed_over(String directory) throws Exception {
    String inside = directory.equals("/") ? "/file" : directory + "/file";
    String destination =
        Modules.lastgood("settings.targets.app.destination = lib.mkForce \"" + inside + "\";");
    Host kept = nix.host(Modules.MINIMAL, Modules.PODMAN, destination);

    assertThat(kept.failed()).singleElement().asString().contains("a directory of its own", inside);
    assertThat(kept.directories()).doesNotContainKey(directory);
    assertThat(kept.persistent()).containsOnlyKeys("/var/lib/lastgood");
    if (!directory.equals("/")) {
      Host state =
          nix.host(
              Modules.MINIMAL,
              Modules.PODMAN,
              Modules.lastgood("stateDir = \"" + directory + "\";"));

      assertThat(state.failed()).anyMatch(each -> each.contains("stateDir: " + directory));
      assertThat(state.directories()).doesNotContainKey(directory);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/app", "/opt/app", "/var/cache/app", "/var/lib/app-rules", "/data"})
  void a_directory_of_its_own_is_made(String directory) throws Exception {
    Host host =
        nix.host(
            Modules.MINIMAL,
            Modules.PODMAN,
            Modules.lastgood(
                "settings.targets.app.destination = lib.mkForce \"" + directory + "/file\";"));

    assertThat(host.failed()).isEmpty();
    assertThat(host.directories()).containsEntry(directory, "lastgood:lastgood 0755");
  }

  /// What else of the host would take the destination's directory, `/var/lib/app`, away.
  @ParameterizedTest(name = "{0}")
  @MethodSource("collisions")
  void the_directory_of_a_destination_is_nobody_elses(String module, String words)
      throws Exception {
    assertThat(nix.host(Modules.MINIMAL, Modules.PODMAN, "{ " + module + " }").failed())
        .singleElement()
        .asString()
        .contains("would take them away", "/var/lib/app: " + words);
  }

  static List<Arguments> collisions() {
    return List.of(
        Arguments.of(
            "systemd.services.app.serviceConfig = { StateDirectory = \"app\"; User = \"app\"; };",
            "app.service has StateDirectory=app"),
        Arguments.of(
            "systemd.services.other.serviceConfig.StateDirectory = \"x app/sub:link\";",
            "other.service has StateDirectory=app/sub:link"),
        Arguments.of(
            "systemd.services.other.serviceConfig.StateDirectory = [ \"x\" \"app\" ];",
            "other.service has StateDirectory=app"),
        Arguments.of(
            "users.users.app = { home = \"/var/lib/app\"; createHome = true; };",
            "it is the home of the user app"),
        Arguments.of(
            "systemd.tmpfiles.settings.\"10-app\".\"/var/lib/app\".d.user = \"app\";",
            "a rule of tmpfiles.d/10-app.conf makes it app's"),
        Arguments.of(
            "systemd.tmpfiles.settings.\"20-app\".\"/var/lib/app\".d.mode = \"0755\";",
            "a rule of tmpfiles.d/20-app.conf makes it root's"),
        Arguments.of(
            "systemd.tmpfiles.rules = [ \"Z /var/lib/app 0750 app app -\" ];",
            "a rule of systemd.tmpfiles.rules makes it app's"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemd.services.app.serviceConfig.StateDirectory = \"application\";",
        "users.users.app.home = \"/var/lib/app\";",
        "systemd.tmpfiles.rules = [ \"d /var/lib/app 0755 lastgood lastgood\" \"z /var/lib/app 0755"
            + " - -\" ];",
        "systemd.tmpfiles.settings.\"10-app\".\"/var/lib/app/sub\".d.user = \"app\";"
      })
  void what_takes_nothing_away_is_let_be(String module) throws Exception {
    assertThat(nix.host(Modules.MINIMAL, Modules.PODMAN, "{ " + module + " }").failed()).isEmpty();
  }

  @Test
  void a_service_that_passes_restart_is_another_users() throws Exception {
    assertThat(
            nix.host(
                    Modules.MINIMAL,
                    Modules.PODMAN,
                    "{ systemd.services.app.serviceConfig.User = \"lastgood\"; }")
                .failed())
        .singleElement()
        .asString()
        .contains("app, which passes restart, runs as lastgood, too");
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
        Arguments.of(
            "credentials.token = \"${builtins.storeDir}/abc-token\";",
            "`services.lastgood.credentials.token' is not"),
        Arguments.of(
            "settings.targets.app.probe.systemd.unit = \"b.service sshd.service\";",
            "targets.app.probe.systemd.unit' is not of type"),
        Arguments.of(
            "settings.targets.app.activate.systemd.unit = lib.mkForce \"app\";",
            "targets.app.activate.systemd.unit' is not of type"),
        Arguments.of(
            "settings.targets.app.destination = lib.mkForce ./rules.yaml;",
            "targets.app.destination' is not"),
        Arguments.of(
            "settings.targets.other.path = \"b\";",
            "targets.other.activate' was accessed but has no value"),
        Arguments.of("restartUnits = [ \"app\" ];", "services.lastgood.restartUnits"),
        Arguments.of("restartUnits = [ \"a b.service\" ];", "services.lastgood.restartUnits"),
        Arguments.of("restartUnits = [ \"*.service\" ];", "services.lastgood.restartUnits"),
        Arguments.of("onFailure = [ \"page\" ];", "services.lastgood.onFailure"),
        Arguments.of("stateDir = ./state;", "services.lastgood.stateDir"),
        Arguments.of("timerConfig = \"hourly\";", "services.lastgood.timerConfig"),
        Arguments.of("settings = [ ];", "services.lastgood.settings"),
        Arguments.of("persistentDirectories = [ ];", "is read-only"));
  }
}
