// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the programs of the demo are started: from the distribution that this process runs from, or,
/// in a build, on the same Java and class path.
///
/// @param lastgood the command line tool
/// @param service the small service, without its arguments
record Programs(List<String> lastgood, List<String> service) {
  private static final List<String> SMALL_JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx32m");

  /// Those that belong to this process.
  static Programs ofThisProcess() {
    return new Programs(
        Optional.ofNullable(System.getProperty("lastgood.home"))
            .map(home -> List.of(Path.of(home, "bin", "lastgood").toString()))
            .orElseGet(() -> java("dev.lastgood.cli.Main")),
        java(RulesService.class.getName()));
  }

  private static List<String> java(String mainClass) {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(SMALL_JVM);
    argv.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return argv;
  }
}
