// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The resident process while nothing changes, on the medium repository: what a look costs, and how
/// large it stays. It looks every second here, so that an hour's looks take a minute.
final class QuietWatch implements Bench.Part {
  private static final int LOOKS = 60;
  private static final Duration LONGEST = Duration.ofSeconds(5 * LOOKS);

  /// The kernel counts processor time in hundredths of a second.
  private static final double TICK_MS = 10;

  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    try (CountedServer forge = bench.http("watch-http")) {
      lines.addAll(measure(bench, forge, "watch-http", "lastgood watch, idle, http, medium"));
    }
    try (CountedServer forge = bench.https("watch-https")) {
      lines.addAll(measure(bench, forge, "watch-https", "lastgood watch, idle, https, medium"));
    }
    return lines;
  }

  private static List<TableLine> measure(Bench bench, CountedServer forge, String name, String what)
      throws IOException {
    PushedRepository upstream = bench.corpus().medium(bench.repository(name));
    upstream.push(1);
    Installation installation =
        new Installation(Files.createDirectories(bench.place(name).resolve("host")))
            .configured(forge.direct(), upstream.name());
    Files.writeString(installation.config(), "watch: {interval: 1s}\n", StandardOpenOption.APPEND);
    Process watch = start(bench, installation);
    try {
      await(forge, 4); // the first look, and the objects that it led to
      Look first = look(forge, watch, LOOKS);
      installation.requireLive(upstream);
      Look later = look(forge, watch, LOOKS);
      return List.of(
          new TableLine(
              what,
              "requests a look",
              Units.number(later.requests()),
              "",
              List.of(Goal.atMost(1, later.requests(), "1"))),
          new TableLine(
              what,
              "CPU a look, ms",
              "%.1f; the %d looks before: %.1f".formatted(later.cpu(), LOOKS, first.cpu()),
              "",
              List.of(Goal.atMost(2, later.cpu(), "≤ 2 ms"))),
          new TableLine(
              what,
              "resident set, MiB",
              "%d, of it files %d".formatted(later.resident() >> 10, later.ofFiles() >> 10),
              "",
              List.of(Goal.atMost(80 * 1024, (double) later.resident(), "≤ 80 MiB"))));
    } finally {
      watch.destroy();
    }
  }

  /// What a look took.
  ///
  /// @param cpu in milliseconds
  /// @param resident in KiB
  /// @param ofFiles what of that is mapped from files, which others that map them share
  private record Look(double requests, double cpu, long resident, long ofFiles) {}

  private static Look look(CountedServer forge, Process watch, int looks) throws IOException {
    forge.forget();
    double cpu = cpu(watch);
    Duration began = Duration.ofNanos(System.nanoTime());
    await(forge, looks);
    Duration took = Duration.ofNanos(System.nanoTime()).minus(began);
    int requests = forge.requests();
    double made = Math.max(1, Math.round(took.toMillis() / 1000.0)); // one a second
    return new Look(
        requests / made,
        (cpu(watch) - cpu) / requests,
        status(watch, "VmRSS"),
        status(watch, "RssFile"));
  }

  private static void await(CountedServer forge, int requests) {
    // One a second, and a busy machine.
    Await.until(requests + " requests", LONGEST, () -> forge.requests() >= requests);
  }

  private static Process start(Bench bench, Installation installation) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            bench.options().program().toString(),
            "--config",
            installation.config().toString(),
            "watch");
    Path log = installation.directory().resolve("log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Optional.ofNullable(System.getenv("LASTGOOD_JAVA_OPTS"))
        .ifPresent(options -> builder.environment().put("LASTGOOD_JAVA_OPTS", options));
    return builder.start();
  }

  /// In milliseconds, user and system, all threads.
  private static double cpu(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
  }

  /// In KiB.
  private static long status(Process process, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
