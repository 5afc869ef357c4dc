// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  /// What differs by what a unit does, not by what it may.
  private static final Set<String> WORK =
      Set.of(
          "Environment",
          "ExecStart",
          "Group",
          "KillMode",
          "LoadCredential",
          "ReadWritePaths",
          "RemainAfterExit",
          "StateDirectory",
          "StateDirectoryMode",
          "SuccessExitStatus",
          "TimeoutStartSec",
          "TimeoutStopSec",
          "Type",
          "User");

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_programs() throws IOException {
    nix = new Nix(scratch);
    assumeTrue(Tool.find("systemd-analyze").isPresent(), "no systemd-analyze: install systemd");
    Nix.script(nix.program.resolve("bin/lastgood"), "exit 0\n");
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
    "oci, lastgood-units.service"
  })
  void the_walls_are_those_of_the_distribution(String isolation, String unit) throws Exception {
    Path shipped = SHIPPED.resolve(unit);
    assumeTrue(Files.exists(shipped), "the distribution has no " + unit);

    Set<String> walls = walls(host(isolation).unit(unit));
    assertThat(walls).hasSizeGreaterThan(20).isEqualTo(walls(Files.readString(shipped)));
  }

  private Host host(String isolation) throws Exception {
    return nix.host(
        ModuleIT.MINIMAL,
        ModuleIT.PODMAN,
        ModuleIT.TOKEN,
        ModuleIT.lastgood("isolation = \"" + isolation + "\";"),
        """
        { systemd.services.app.serviceConfig.ExecStart = "/bin/true"; }
        """);
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

  /// The settings of a unit's `[Service]` that take something away.
  private static Set<String> walls(String unit) {
    Set<String> walls = new TreeSet<>();
    boolean service = false;
    for (String line : unit.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        service = line.equals("[Service]");
      } else if (service && line.contains("=") && !line.startsWith("#")) {
        if (!WORK.contains(line.substring(0, line.indexOf('=')))) {
          walls.add(line);
        }
      }
    }
    return walls;
  }

  private static String value(String unit, String key) {
    return unit.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
