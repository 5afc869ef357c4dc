// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The module's units, as systemd reads them.
final class UnitsIT {
  private static final Path SHIPPED = Path.of("src/main/dist/lib/systemd/system");

  /// What a host says, and where it has its files.
  private static final Set<String> OWN =
      Set.of(
          "Description",
          "Documentation",
          "Environment",
          "ExecStart",
          "LoadCredential",
          "ReadWritePaths",
          "RequiresMountsFor",
          "X-Reload-Triggers",
          "X-RestartIfChanged");

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_programs() throws IOException {
    nix = new Nix(scratch);
    Tool.require("systemd-analyze");
    Nix.script(nix.program.resolve("bin/lastgood"), "exit 0\n");
    Nix.script(nix.store.resolve("0".repeat(32) + "-coreutils/bin/kill"), "exit 0\n");
    for (String each : List.of("run-in-container", "answer-unit-requests")) {
      Nix.script(nix.program.resolve("share/lastgood/libexec/" + each), "exit 0\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void systemd_has_nothing_to_say_against_them(String isolation) throws Exception {
    Path units = written(host(isolation));

    assertThat(analyze("verify", "--man=no", units)).isEmpty();
  }

  @Test
  void systemd_would_have_said_something() throws Exception {
    Path units = written(host("bare"));
    Path unit = units.resolve("lastgood.service");
    Files.writeString(unit, Files.readString(unit) + "ProtectSytem=strict\n");

    assertThat(analyze("verify", "--man=no", units)).contains("ProtectSytem");
  }

  /// In tenths of systemd's own measure, on which 0 is a unit that may nothing.
  @ParameterizedTest
  @CsvSource({
    "bare, lastgood.service, 12",
    "bare, lastgood-boot.service, 12",
    "oci, lastgood-units.service, 10"
  })
  void may_little(String isolation, String unit, int threshold) throws Exception {
    Path file = written(host(isolation)).resolve(unit);

    Tool.run(
        scratch,
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=" + threshold,
        file.toString());
  }

  /// The package has its documents where the distribution's `doc` is linked to.
  @ParameterizedTest
  @CsvSource({
    "bare, lastgood.service",
    "bare, lastgood-boot.service",
    "oci, lastgood-units.service"
  })
  void what_they_name_as_documentation_is_in_the_package(String isolation, String unit)
      throws Exception {
    String named = value(host(isolation).unit(unit), "Documentation");

    assertThat(named).startsWith("man:lastgood(1) man:lastgood.yaml(5) file:///");
    String page = named.replaceFirst(".*/share/doc/lastgood/", "");
    assertThat(Path.of(page)).isRegularFile();
  }

  @Test
  void runs_every_five_minutes() throws Exception {
    String calendar = value(host("bare").unit("lastgood.timer"), "OnCalendar");

    assertThat(Tool.run(scratch, "systemd-analyze", "calendar", calendar))
        .contains("Normalized form: *-*-* *:00/5:00");
  }

  @ParameterizedTest
  @CsvSource({
    "bare, lastgood.service",
    "bare, lastgood-boot.service",
    "bare, lastgood.timer",
    "oci, lastgood-units.path",
    "oci, lastgood-units.service"
  })
  void they_are_those_of_the_distribution(String isolation, String unit) throws Exception {
    Set<String> settings = settings(host(isolation).unit(unit));

    assertThat(settings).isNotEmpty().isEqualTo(settings(Files.readString(SHIPPED.resolve(unit))));
  }

  @Test
  void the_process_that_stays_is_that_of_the_distribution_and_instead_of_the_timer()
      throws Exception {
    Host host = host("bare", Modules.lastgood("watch.enable = true;"));

    assertThat(host.units()).doesNotContainKey("lastgood.timer");
    String unit = host.unit("lastgood-watch.service");
    assertThat(settings(unit))
        .isNotEmpty()
        .map(setting -> setting.replaceAll("ExecReload=\\S*/kill", "ExecReload=/bin/kill"))
        .containsExactlyInAnyOrderElementsOf(
            settings(Files.readString(SHIPPED.resolve("lastgood-watch.service"))));
    assertThat(value(unit, "ExecStart"))
        .endsWith("/bin/lastgood --config /etc/lastgood.yaml watch");
    assertThat(analyze("verify", "--man=no", written(host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare", "oci"})
  void who_tells_of_failures_is_that_of_the_distribution(String isolation) throws Exception {
    Host host =
        host(
            isolation,
            Modules.lastgood(
                "settings.notify = [ { command = [ \"/bin/page\" \"{summary}\" ]; } ];"));

    String unit = host.unit("lastgood-notify@.service");
    Set<String> settings = new TreeSet<>(settings(unit));
    settings.removeIf(setting -> setting.contains("LoadCredential="));
    assertThat(settings)
        .isNotEmpty()
        .isEqualTo(settings(Files.readString(SHIPPED.resolve("lastgood-notify@.service"))));
    assertThat(value(unit, "ExecStart"))
        .matches("\\S+/bin/lastgood --config \\S+ notify --unit %i");
    assertThat(host.unit("lastgood.service")).contains("OnFailure=lastgood-notify@%n.service\n");
    assertThat(host.unit("lastgood-boot.service"))
        .contains("OnFailure=lastgood-notify@%n.service\n");
    assertThat(analyze("verify", "--man=no", written(host))).isEmpty();
  }

  private Host host(String isolation, String module) throws Exception {
    return nix.host(
        Modules.MINIMAL, Modules.PODMAN, Modules.TOKEN, Modules.isolation(isolation), module);
  }

  private Host host(String isolation) throws Exception {
    return nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.TOKEN, Modules.isolation(isolation));
  }

  /// Lays a host's units out.
  private Path written(Host host) throws IOException {
    Path directory = Files.createDirectories(scratch.resolve("units"));
    for (Map.Entry<String, String> unit : host.units().entrySet()) {
      Files.writeString(directory.resolve(unit.getKey()), unit.getValue());
    }
    return directory;
  }

  private String analyze(String verb, String flag, Path units) throws IOException {
    List<String> argv = new ArrayList<>(List.of("systemd-analyze", verb, flag));
    try (var files = Files.list(units)) {
      files.map(Path::toString).sorted().forEach(argv::add);
    }
    return Tool.run(scratch, Map.of(), new byte[0], argv);
  }

  /// A unit's settings, each with its section, without those that are every host's own.
  private static Set<String> settings(String unit) {
    Set<String> settings = new TreeSet<>();
    String section = "";
    for (String line : unit.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (line.contains("=") && !line.startsWith("#")) {
        if (!OWN.contains(line.substring(0, line.indexOf('=')))) {
          settings.add(section + " " + line);
        }
      }
    }
    return settings;
  }

  private static String value(String unit, String key) {
    return unit.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
