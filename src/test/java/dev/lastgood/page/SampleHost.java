// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static dev.lastgood.page.SampleRecord.ADA;
import static dev.lastgood.page.SampleRecord.JONAS;
import static dev.lastgood.page.SampleRecord.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.ledger.PackedLedger;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Person;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A host with one target that has seen some days: what was merged last was refused just now, by
/// the packaged program, and what it had deployed before is live.
final class SampleHost {
  private static final String PATH = "powersync/sync-rules.yaml";

  private final Path root;
  private final GitOrigin origin;
  private final RemoteUrl url;
  private final Instant begin = Instant.now().minus(Duration.ofHours(76));
  private Instant now = begin;
  private final int port = freePort();

  private SampleHost(Path root) {
    this.root = root;
    this.origin = GitOrigin.create(root.resolve("fit.git"));
    this.url = RemoteUrl.parse("file://" + origin.directory());
  }

  /// Makes one in a new directory.
  static SampleHost in(Path root) throws IOException {
    SampleHost host = new SampleHost(root);
    Files.createDirectories(root.resolve("state"));
    host.record();
    Files.createDirectories(root.resolve("srv"));
    Files.writeString(host.destination(), SampleRecord.FIXED);
    Files.writeString(host.config(), host.configuration());
    host.now = Instant.now();
    host.merge("Sync the calendar", MIRA, SampleRecord.FIXED.replace("bucket_def", "buckets_def"));
    assertThat(host.ended("sync")).isEqualTo(5);
    return host;
  }

  private void record() throws IOException {
    try (PackedLedger ledger = new PackedLedger(root.resolve("state"))) {
      TargetRecord record = new TargetRecord(ledger, "powersync", begin);
      record.deploys(merge("Sync each user's own workouts", ADA, SampleRecord.WORKOUTS));
      record
          .after(passed(26))
          .deploys(merge("Sync the list of exercises", JONAS, SampleRecord.EXERCISES));
      record
          .after(passed(19))
          .refuses(
              merge("Sync levels and media", MIRA, SampleRecord.CONFLICT), SampleRecord.NO_YAML);
      record
          .after(passed(3))
          .rollsBack(
              merge("Sync the muscle of an exercise", MIRA, SampleRecord.CRASHING),
              SampleRecord.CRASH_LOOP);
      record
          .after(passed(1))
          .deploys(merge("Read the muscle out of its JSON", JONAS, SampleRecord.FIXED));
      record.after(passed(9)).heals(Content.of(SampleRecord.FIXED + "# just for tonight\n"));
    }
  }

  private Duration passed(int hours) {
    Duration time = Duration.ofHours(hours).minusMinutes(hours * 7L % 50);
    now = now.plus(time);
    return time;
  }

  private Merge merge(String subject, Person author, String content) {
    Instant written = now.minus(Duration.ofMinutes(4)).truncatedTo(ChronoUnit.SECONDS);
    String id =
        origin.commit(
            "master",
            Change.of(subject)
                .by(author.toString())
                .at(written.getEpochSecond())
                .file(PATH, content));
    SourceCommit commit =
        new SourceCommit(new CommitId(id), author, written, written, subject + "\n");
    return Merge.of(url, commit, content);
  }

  Path destination() {
    return root.resolve("srv/sync-rules.yaml");
  }

  Path config() {
    return root.resolve("lastgood.yaml");
  }

  private String configuration() {
    return """
    state: %1$s/state
    allow-volatile-state: true
    sources:
      fit:
        url: %2$s
        branch: master
        web: https://git.example.org/app/fit/commit/{commit}
    targets:
      powersync:
        source: fit
        path: %3$s
        destination: %5$s
        check:
          - yaml: {require-all: [bucket_definitions]}
        activate: {command: [/bin/true]}
        probe: {command: [/bin/true], interval: 50ms, settle: 100ms}
    watch:
      listen: 127.0.0.1:%4$d
    """
        .formatted(root, url, PATH, port, destination());
  }

  /// What is answered while [#program] watches.
  String address() {
    return "http://127.0.0.1:" + port + "/";
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Starts the program.
  Process program(String verb) throws IOException {
    return new ProcessBuilder(
            List.of(ReportFile.PROGRAM.toString(), "--config", config().toString(), verb))
        .redirectErrorStream(true)
        .redirectOutput(root.resolve(verb + ".log").toFile())
        .start();
  }

  private int ended(String verb) throws IOException {
    Process process = program(verb);
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Its report, with everything that is known here.
  ReportFile report() throws IOException {
    return ReportFile.of(
        root, root.resolve("report.html").toString(), "--config", config().toString());
  }
}
