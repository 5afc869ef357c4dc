// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Debian with the real systemd as its pid 1, in a container of `systemd-nspawn`.
///
/// `.ci/run` makes the Debian. What a test changes in it is gone when it is shut down.
public final class Machine implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("lastgood.machine", "target/machine")).toAbsolutePath();

  private final Process nspawn;
  private final String leader;

  private Machine(Process nspawn, String leader) {
    this.nspawn = nspawn;
    this.leader = leader;
  }

  /// Why there can't be one here, if there can't.
  public static Optional<String> obstacle() {
    if (!System.getProperty("user.name", "").equals("root")) {
      return Optional.of("needs root, to start a container");
    }
    if (Tool.find("systemd-nspawn").isEmpty() || Tool.find("nsenter").isEmpty()) {
      return Optional.of("needs systemd-nspawn: apt-get install systemd-container");
    }
    if (!Files.isDirectory(ROOT)) {
      return Optional.of("needs a Debian at " + ROOT + ", made by: .ci/run machine");
    }
    return Optional.empty();
  }

  /// Boots one.
  ///
  /// Its root is an overlay in memory; only `/var/lib` is on a disk, as state must be.
  ///
  /// @param directory where its `/var/lib` and its log go
  /// @param binds what else it sees of this host, as `--bind=` and `--bind-ro=` of nspawn
  public static Machine boot(Path directory, String... binds) throws Exception {
    Path varLib = Files.createDirectory(directory.resolve("var-lib"));
    Tool.run(directory, "cp", "-a", ROOT + "/var/lib/.", varLib.toString());
    List<String> argv =
        new ArrayList<>(
            List.of(
                "systemd-nspawn",
                "--boot",
                "--directory=" + ROOT,
                "--volatile=overlay",
                "--bind=" + varLib + ":/var/lib",
                "--machine=lastgood-" + ProcessHandle.current().pid(),
                "--register=no",
                "--keep-unit",
                "--console=pipe",
                "--private-network",
                // podman, inside, makes namespaces and mounts of its own.
                "--capability=all",
                "--system-call-filter=@keyring bpf"));
    argv.addAll(List.of(binds));
    File log = directory.resolve("nspawn.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(argv);
    // systemd 257 refuses the older kind; the kernel has both.
    builder.environment().put("SYSTEMD_NSPAWN_UNIFIED_HIERARCHY", "1");
    Process nspawn =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    return whenUp(nspawn, log);
  }

  private static Machine whenUp(Process nspawn, File log) throws Exception {
    for (int i = 0; i < 600 && nspawn.isAlive(); i++) {
      Optional<String> leader = nspawn.children().findFirst().map(child -> child.pid() + "");
      if (leader.isPresent()) {
        Machine machine = new Machine(nspawn, leader.get());
        if (machine.isUp()) {
          return machine;
        }
      }
      Thread.sleep(100);
    }
    nspawn.destroy();
    throw new AssertionError("the container did not boot:\n" + Files.readString(log.toPath()));
  }

  /// A program outside that does what `systemctl` does inside, as some user.
  public Path systemctl(Path file, String user) throws IOException {
    Files.writeString(
        file, "#!/bin/sh\nexec " + inside("runuser -u " + user) + " -- systemctl \"$@\"");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /// Runs a script inside, as root, and says what it prints.
  ///
  /// @throws AssertionError with everything it printed when a command of it fails
  public String run(String script) {
    return Tool.run(Path.of("/"), "sh", "-c", inside("sh -ec") + " \"$0\"", script);
  }

  /// A path inside, as this side sees it.
  public Path path(String inside) {
    return Path.of("/proc/" + leader + "/root" + inside);
  }

  private boolean isUp() {
    try {
      return run("systemctl is-system-running || true").matches("running|degraded");
    } catch (AssertionError _) {
      return false; // its namespaces are not there yet
    }
  }

  private String inside(String program) {
    return "nsenter --target=%s --mount --uts --ipc --net --pid --cgroup -- env --chdir=/ %s"
        .formatted(leader, program);
  }

  /// Shuts it down as a power button does.
  @Override
  public void close() {
    String groups = groups();
    nspawn.destroy();
    try {
      if (!nspawn.waitFor(20, TimeUnit.SECONDS)) {
        nspawn.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      nspawn.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    sweep(groups);
  }

  /// The control group that nspawn made its own groups in, or nothing.
  private String groups() {
    try {
      return Files.readString(Path.of("/proc", leader, "cgroup"))
          .lines()
          .filter(line -> line.startsWith("0::") && line.contains("/payload"))
          .map(line -> line.substring(3, line.indexOf("/payload") + 1))
          .findFirst()
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }

  /// nspawn leaves its groups behind, in each hierarchy; those of a machine that runs stay.
  private static void sweep(String groups) {
    if (!groups.isEmpty()) {
      Tool.run(
          Path.of("/"),
          "sh",
          "-c",
          "for group in /sys/fs/cgroup\"$0\" /sys/fs/cgroup/*\"$0\"; do"
              + " find \"$group\"payload \"$group\"supervisor -depth -type d -delete; done"
              + " 2>/dev/null || true",
          groups);
    }
  }
}
