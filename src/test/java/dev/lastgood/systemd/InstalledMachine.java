// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Await;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Machine;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A machine set up as docs/install.md says: the package, a forge that asks for a token, and a
/// `podman-powersync.service` that reads its file when it starts and is started again for ever.
///
/// What the file says decides how the service runs: with `slow-crash` it dies after a moment, with
/// `crash` at once, and with `poison` it never becomes ready.
final class InstalledMachine implements AutoCloseable {
  static final String DESTINATION = "/var/lib/powersync/sync-rules.yaml";
  static final String SERVICE = "podman-powersync.service";
  private static final String TOKEN = "s3cr3t-t0k3n-of-the-machine";
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist")).toAbsolutePath();

  private final Path directory;
  private final Machine machine;
  private GitOrigin origin;
  private String mark = "";

  private InstalledMachine(Path directory, Machine machine) {
    this.directory = directory;
    this.machine = machine;
    this.origin = emptyOrigin(directory);
  }

  /// Boots one and installs the package in it.
  static InstalledMachine installed() {
    try {
      Path directory = Files.createTempDirectory("lastgood-machine");
      Path forge = Files.createDirectory(directory.resolve("forge"));
      Machine machine =
          Machine.boot(
              directory,
              "--bind-ro=" + DIST.resolveSibling("test-classes") + ":/srv/classes",
              "--bind-ro=" + DIST.resolve("lib/lastgood.jar") + ":/srv/lastgood.jar",
              "--bind-ro=" + DIST.resolve("runtime") + ":/srv/java",
              "--bind-ro=" + built(".deb") + ":/srv/lastgood.deb",
              "--bind-ro=" + built(".tar.gz") + ":/srv/lastgood-0.tar.gz",
              "--bind=" + forge + ":/srv/forge");
      InstalledMachine host = new InstalledMachine(directory, machine);
      machine.run("dpkg -i /srv/lastgood.deb");
      machine.run(HostFiles.INFRASTRUCTURE.formatted(TOKEN));
      return host;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path built(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(DIST.resolveSibling("."))) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }

  /// Undoes what earlier tests did: no state, no file, no history, the drop-ins of the examples,
  /// the service running on nothing.
  InstalledMachine afresh() {
    origin = emptyOrigin(directory);
    run(HostFiles.CONTAINERS + HostFiles.AFRESH);
    mark();
    return this;
  }

  private static GitOrigin emptyOrigin(Path directory) {
    Path repository = directory.resolve("forge/app.git");
    Tool.run(directory, "rm", "-rf", repository.toString());
    return GitOrigin.create(repository).configure("uploadpack.allowFilter", "true");
  }

  /// Merges a version of the file, and tells its commit.
  String merge(String rules) {
    return mergeBytes(content(rules));
  }

  /// Merges anything.
  String mergeBytes(String text) {
    return origin.commit("master", "powersync/sync-rules.yaml", text);
  }

  /// What a version looks like.
  static String content(String rules) {
    return "bucket_definitions: {" + rules + ": {}}\n";
  }

  /// Merges a version, has it deployed by the unit, with the service running on it.
  String deployed(String rules) {
    String commit = merge(rules);
    run("systemctl start " + SERVICE);
    pass().ends("success");
    assertThat(live()).isEqualTo(content(rules).strip());
    assertThat(loaded()).isEqualTo(live());
    return commit;
  }

  /// Starts a pass, and while it proves stops it and these units in one go, as a host that goes
  /// down does.
  void shutDownInTheMiddle(String units) {
    startToProve();
    run("systemctl stop lastgood.service " + units);
  }

  /// Starts a pass, up to where the service runs on what is new.
  void startToProve() {
    String before = loaded();
    mark();
    run("systemctl start --no-block lastgood.service");
    await("the service runs on something new", () -> !loaded().equals(before));
  }

  /// Shuts the machine down in an orderly way, for good.
  ///
  /// @return where its state directory is now
  Path powerOff() {
    machine.close();
    return directory.resolve("var-lib/lastgood");
  }

  /// Runs a script inside as root.
  String run(String script) {
    return machine.run(script);
  }

  /// Runs a script inside as the user of the passes; the last line is `exit` and its code.
  String asLastgood(String script) {
    String quoted = script.replace("'", "'\\''");
    return run("runuser -u lastgood -- sh -c '" + quoted + "' 2>&1 && echo exit 0 || echo exit $?");
  }

  /// What stands at the destination.
  String live() {
    return run("cat " + DESTINATION);
  }

  /// What the service has read.
  String loaded() {
    return run("cat /run/powersync/loaded");
  }

  /// Starts a unit and waits for its end.
  Ended start(String unit) {
    mark();
    run("systemctl start " + unit + " 2>/dev/null || true");
    return ended(unit);
  }

  /// One pass, as the timer makes it.
  Ended pass() {
    return start("lastgood.service");
  }

  /// How a unit ended, and what it said since the last start of one.
  ///
  /// systemd forgets a unit that ended well, and then says the same of it.
  Ended ended(String unit) {
    return new Ended(
        property(unit, "Result"),
        Integer.parseInt(property(unit, "ExecMainStatus")),
        run(
            "journalctl --sync; journalctl --no-pager -o cat --after-cursor='%s' -u %s"
                .formatted(mark, unit)));
  }

  private void mark() {
    mark = run("journalctl --sync; journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'");
  }

  String property(String unit, String name) {
    return run("systemctl show --value --property=" + name + " " + unit);
  }

  /// The units that OnFailure= named, in order.
  List<String> pages() {
    return run("cat /run/paged 2>/dev/null || true").lines().toList();
  }

  /// The outcomes in the ledger, oldest first.
  List<String> record() {
    return run("""
    runuser -u lastgood -- git -C /var/lib/lastgood/ledger.git log --reverse \
      --format='%(trailers:key=Outcome,valueonly,separator=%x20)' powersync
    """)
        .lines()
        .toList();
  }

  /// Waits until something holds.
  void await(String what, BooleanSupplier condition) {
    Await.until(what, condition::getAsBoolean);
  }

  @Override
  public void close() {
    machine.close();
    Tool.run(Path.of("/"), "rm", "-rf", directory.toString());
  }

  /// How a unit ended.
  ///
  /// @param result systemd's word: `success`, `exit-code`, `signal`, `timeout`
  /// @param exit its main process's code
  /// @param log what it said
  record Ended(String result, int exit, String log) {
    Ended ends(String how) {
      assertThat(result).as("result of a unit that said:\n%s", log).isEqualTo(how);
      return this;
    }

    Ended exits(int code) {
      assertThat(exit).as("exit code of a unit that said:\n%s", log).isEqualTo(code);
      return this;
    }

    Ended says(String... words) {
      assertThat(log).contains(words);
      return this;
    }
  }
}
