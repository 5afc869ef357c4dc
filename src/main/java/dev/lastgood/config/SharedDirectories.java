// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Directories in which others keep things. A pass writes, renames and removes where its files are,
/// so its user has to own that directory, and with it whatever else is there.
///
/// A path is taken as it is spelled; nothing is opened.
public final class SharedDirectories {
  /// With all below.
  private static final List<Path> SYSTEM =
      paths(
          "/bin",
          "/boot",
          "/dev",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/lost+found",
          "/nix",
          "/proc",
          "/sbin",
          "/sys",
          "/usr",
          "/var/empty",
          "/var/lib/nixos",
          "/var/lib/private",
          "/var/lib/systemd",
          "/var/log");

  private static final List<Path> SHARED =
      paths(
          "/etc",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/persist",
          "/persistent",
          "/root",
          "/run",
          "/srv",
          "/tmp",
          "/var/backups",
          "/var/cache",
          "/var/db",
          "/var/lib",
          "/var/lib/containers",
          "/var/lib/docker",
          "/var/lib/machines",
          "/var/local",
          "/var/lock",
          "/var/mail",
          "/var/opt",
          "/var/run",
          "/var/spool",
          "/var/tmp");

  private SharedDirectories() {}

  /// Whether it is one of them, or holds one.
  static boolean contain(Path directory) {
    Path plain = directory.toAbsolutePath().normalize();
    return SYSTEM.stream().anyMatch(plain::startsWith)
        || Stream.concat(SYSTEM.stream(), SHARED.stream()).anyMatch(each -> each.startsWith(plain));
  }

  /// What a configuration keeps in one.
  public static List<ConfigRejected.Problem> in(Config config) {
    List<ConfigRejected.Problem> problems = new ArrayList<>();
    if (contain(config.stateDirectory())) {
      problems.add(problem(config, "state", config.stateDirectory()));
    }
    for (Target target : config.targets()) {
      Path directory = target.place().path().resolveSibling("").toAbsolutePath().normalize();
      if (contain(directory)) {
        problems.add(problem(config, "targets." + target.name() + ".destination", directory));
      }
    }
    return problems;
  }

  private static ConfigRejected.Problem problem(Config config, String key, Path directory) {
    return new ConfigRejected.Problem(
        config.file() + ": " + key,
        directory + " is shared with others, and the user of the passes would have to own it",
        "take a directory of its own, below /var/lib for example");
  }

  private static List<Path> paths(String... paths) {
    return Stream.of(paths).map(Path::of).toList();
  }
}
