// SPDX-License-Identifier: Apache-2.0
package dev.lastgood;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The shipped Java runtime has the modules that the shipped jars want.
///
/// The tests run on a whole JDK, where nothing is ever missing.
final class RuntimeIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  /// Wanted by code that we never enter: SnakeYAML's JavaBeans.
  private static final Set<String> LEFT_OUT = Set.of("java.desktop");

  @Test
  void has_every_module_that_the_jars_want() throws IOException {
    Set<String> wanted = wantedByTheJars();

    assertThat(wanted).contains("java.base").containsAll(LEFT_OUT);
    wanted.removeAll(LEFT_OUT);
    assertThat(shipped()).containsAll(wanted);
  }

  /// For one that is missing, a TLS connection would look through every jar.
  @Test
  void has_every_security_provider_that_it_lists() throws Exception {
    Process java =
        new ProcessBuilder(
                DIST.resolve("runtime/bin/java").toString(), "-XshowSettings:security", "--version")
            .redirectErrorStream(true)
            .start();
    String settings = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertThat(java.waitFor()).as(settings).isZero();

    assertThat(listed())
        .contains("SUN", "SunJSSE")
        .allSatisfy(name -> assertThat(settings).contains("Provider name: " + name + "\n"));
  }

  private static List<String> listed() throws IOException {
    Properties security = new Properties();
    try (var in = Files.newInputStream(DIST.resolve("runtime/conf/security/java.security"))) {
      security.load(in);
    }
    return security.stringPropertyNames().stream()
        .filter(name -> name.startsWith("security.provider."))
        .map(security::getProperty)
        .toList();
  }

  private static Set<String> wantedByTheJars() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--multi-release", "25", "--ignore-missing-deps", "--print-module-deps"));
    try (Stream<Path> jars = Files.list(DIST.resolve("lib"))) {
      jars.filter(file -> file.toString().endsWith(".jar"))
          .forEach(jar -> arguments.add(jar.toString()));
    }
    StringWriter out = new StringWriter();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    int code =
        jdeps.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    assertThat(code).as(out.toString()).isZero();
    String modules = out.toString().lines().reduce("", (_, last) -> last);
    return new TreeSet<>(List.of(modules.split(",")));
  }

  private static Set<String> shipped() throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(DIST.resolve("runtime/release"))) {
      release.load(in);
    }
    String modules = release.getProperty("MODULES").replace("\"", "");
    return new TreeSet<>(List.of(modules.split(" ")));
  }
}
