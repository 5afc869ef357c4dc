// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How this process is confined, as the kernel has it.
///
/// A guard against a launcher that was left out or lost a flag, not against somebody who means to
/// deceive: whoever starts this process can also set up what it measures.
///
/// @param missing what a confined process has and this one has not, in words; empty when it has all
public record Confinement(List<String> missing) {
  private static final List<String> MARKERS = List.of("run/.containerenv", ".dockerenv");
  private static final List<String> SETS =
      List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

  public Confinement {
    missing = List.copyOf(missing);
  }

  /// Measures this process.
  ///
  /// @param state must be a mount of its own
  /// @param environment as the process was given it
  public static Confinement here(Path state, Mounts mounts, Map<String, String> environment)
      throws IOException {
    return measured(
        new Seen(Path.of("/"), Files.readString(Path.of("/proc/self/status")), mounts, environment),
        state);
  }

  /// Where a process is.
  ///
  /// @param status the kernel's word on it
  record Seen(Path root, String status, Mounts mounts, Map<String, String> environment) {}

  static Confinement measured(Seen seen, Path state) {
    List<String> missing = new ArrayList<>();
    if (!isInContainer(seen)) {
      missing.add("it is in no container");
    }
    if (!seen.mounts().of(Path.of("/")).map(Mounts.Mount::readOnly).orElse(false)) {
      missing.add("its root can be written");
    }
    if (SETS.stream().anyMatch(set -> !isZero(value(seen.status(), set)))) {
      missing.add("it has or may get capabilities");
    }
    if (!value(seen.status(), "NoNewPrivs").equals("1")) {
      missing.add("it may get new privileges (no_new_privs is not set)");
    }
    if (isRoot(value(seen.status(), "Uid"))) {
      missing.add("it is root");
    }
    if (!seen.mounts().isPoint(state)) {
      missing.add(state + " is no mount of its own");
    }
    return new Confinement(missing);
  }

  private static boolean isInContainer(Seen seen) {
    return !seen.environment().getOrDefault("container", "").isEmpty()
        || MARKERS.stream().map(seen.root()::resolve).anyMatch(Files::exists);
  }

  /// A line that is missing is no zero.
  private static boolean isZero(String hex) {
    return !hex.isEmpty() && hex.chars().allMatch(c -> c == '0');
  }

  /// Real, effective, saved, or for files: any of them.
  private static boolean isRoot(String ids) {
    return ids.isEmpty() || List.of(ids.split("\t")).contains("0");
  }

  private static String value(String status, String name) {
    int start = status.indexOf("\n" + name + ":");
    if (start < 0) {
      return "";
    }
    int end = status.indexOf('\n', start + 1);
    return status.substring(start + name.length() + 2, end < 0 ? status.length() : end).strip();
  }
}
