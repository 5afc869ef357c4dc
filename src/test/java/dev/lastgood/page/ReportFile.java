// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The report of a record, as the packaged program makes it.
///
/// @param file the page
/// @param took what the program needed for it, in CPU time: what others do on the machine is no
///   part
record ReportFile(Path file, Duration took) {
  static final Path PROGRAM =
      Path.of(System.getProperty("lastgood.dist", "target/lastgood"), "bin", "lastgood");

  /// Of a state directory's record alone, as of a copy of it.
  static ReportFile of(Path state) throws IOException {
    return of(
        state,
        state.resolve("report.html").toString(),
        "--ledger",
        state.resolve("ledger.git").toString());
  }

  /// Made as the arguments say.
  ///
  /// @param directory where what the program says is to be
  /// @param html where the page is to be
  static ReportFile of(Path directory, String html, String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(PROGRAM.toString(), "report", "--html", html));
    argv.addAll(List.of(arguments));
    Path said = directory.resolve("report.log");
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    Duration took = cpu(process);
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    return new ReportFile(Path.of(html), took);
  }

  /// Waits for its end.
  private static Duration cpu(Process process) {
    Duration used = Duration.ZERO;
    try {
      for (int i = 0; !process.waitFor(50, TimeUnit.MILLISECONDS); i++) {
        assertThat(i).as("ended within a minute").isLessThan(1_200);
        used = process.info().totalCpuDuration().orElse(used);
      }
      return used;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
