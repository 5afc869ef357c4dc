// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Gate;
import java.util.List;

/// What can be read, checked, swapped and recorded in the memory and time there is: a limit beyond
/// that would only fail when something of that size comes.
final class SizeLimits {
  /// Memory for a byte of the file: a pass holds it as it came, decoded for the checks, beside what
  /// it replaces, and on its way into the record.
  private static final int COPIES_OF_FILE = 14;

  /// Memory for a byte of another object: a commit is unpacked and read, once.
  private static final int COPIES_OF_OBJECT = 3;

  /// SnakeYAML's time for a single long text grows with its square: seconds for this.
  private static final int LARGEST_READ = 4 * 1024 * 1024;

  private SizeLimits() {}

  /// Demands that files of this size can be checked and deployed.
  static void demandFile(long size, List<CheckSpec> checks, Location at) {
    if (size > Gate.LARGEST) {
      at.reject(
          "is more than " + (Gate.LARGEST >> 20) + " MiB, the most that is deployed at all",
          "lower it");
    } else if (size > LARGEST_READ && checks.stream().anyMatch(SizeLimits::reads)) {
      at.reject(
          ("is more than %s MiB, the most that the checks yaml, json-schema and powersync"
                  + " read")
              .formatted(LARGEST_READ >> 20),
          "lower it, or let a command judge the file");
    } else {
      demand(size, COPIES_OF_FILE, at);
    }
  }

  private static boolean reads(CheckSpec check) {
    return switch (check) {
      case CheckSpec.Yaml _, CheckSpec.JsonSchema _, CheckSpec.PowerSyncRules _ -> true;
      case CheckSpec.Command _, CheckSpec.Http _ -> false;
    };
  }

  /// Demands that objects of this size can be read.
  static void demandObject(long size, Location at) {
    demand(size, COPIES_OF_OBJECT, at);
  }

  private static void demand(long size, int copies, Location at) {
    long memory = Runtime.getRuntime().maxMemory();
    if (size > memory / copies) {
      long wanted = (size >> 20) * copies + 16;
      at.reject(
          ("is more than the %s MiB of memory that lastgood may use are good for, at %s"
                  + " times the size")
              .formatted(memory >> 20, copies),
          wanted < 65_536
              ? "lower it, or start lastgood with LASTGOOD_JAVA_OPTS=-Xmx" + wanted + "m"
              : "lower it");
    }
  }
}
