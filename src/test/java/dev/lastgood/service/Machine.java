// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.testkit.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Debian with the real systemd as its pid 1, in a container of `systemd-nspawn`.
final class Machine implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("lastgood.machine", "target/machine")).toAbsolutePath();

  private final Process nspawn;
  private final String leader;

  private Machine(Process nspawn, String leader) {
    this.nspawn = nspawn;
    this.leader = leader;
  }

  /// Why there can't be one here, if there can't.
  static Optional<String> obstacle() {
    if (!System.getProperty("user.name", "").equals("root")) {
      return Optional.of("needs root, to start a container");
    }
    if (Tool.find("systemd-nspawn").isEmpty() || Tool.find("nsenter").isEmpty()) {
      return Optional.of("needs systemd-nspawn: apt-get install systemd-container");
    }
    if (!Files.isDirectory(ROOT)) {
      return Optional.of(
          "needs a Debian: mmdebstrap --variant=minbase"
              + " --include=systemd,systemd-sysv,dbus,polkitd bookworm "
              + ROOT);
    }
    return Optional.empty();
  }

  static Machine boot(Path directory) throws Exception {
    File log = directory.resolve("nspawn.log").toFile();
    Process nspawn =
        new ProcessBuilder(
                "systemd-nspawn",
                "--boot",
                "--directory=" + ROOT,
                "--machine=lastgood-" + ProcessHandle.current().pid(),
                "--register=no",
                "--keep-unit",
                "--console=pipe",
                "--private-network")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
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
  Path systemctl(Path file, String user) throws IOException {
    Files.writeString(
        file, "#!/bin/sh\nexec " + inside("runuser -u " + user) + " -- systemctl \"$@\"");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /// Runs a script inside, as root, and says what it prints.
  String run(String script) {
    return Tool.run(Path.of("/"), "sh", "-c", inside("sh -ec") + " \"$0\"", script);
  }

  /// A path inside, as this side sees it.
  Path path(String inside) {
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
    nspawn.destroy();
    try {
      if (!nspawn.waitFor(20, TimeUnit.SECONDS)) {
        nspawn.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      nspawn.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
