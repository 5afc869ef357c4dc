// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.SlowLine;
import dev.lastgood.testkit.SlowLine.Pace;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real servers behind a slow line: what arrives is waited for, what does not is left.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class SlowServerIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int LARGE = 300_000;

  /// Some 100 KB a second: all of it takes three times the timeout.
  private static final Pace SLOW = new Pace(5_000, Duration.ofMillis(50));

  /// A third of that, for a handshake that takes a second itself.
  private static final Pace SLOWER = new Pace(5_000, Duration.ofMillis(150));

  /// A byte a fifth of the timeout.
  private static final Pace DRIP = new Pace(1, TIMEOUT.dividedBy(5));

  private static final Pace SILENCE = new Pace(0, Duration.ZERO);

  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    byte[] noise = new byte[LARGE];
    new Random(1).nextBytes(noise);
    bench = new Bench(directory).filtering(false);
    bench.origin.commit("master", Change.of("Large").file("large", noise));
    bench.origin.commit("master", "a", "one");
  }

  private static Limits limits(Duration longest) {
    return new Limits(TIMEOUT, 16 << 20, 4 << 20, longest);
  }

  private Source http(SlowLine line, Duration longest) {
    URI url = URI.create(bench.server.url("app.git"));
    return bench.http().at(at(url, line)).within(limits(longest)).build();
  }

  private static String at(URI url, SlowLine line) {
    return url.toString().replace(":" + url.getPort(), ":" + line.port());
  }

  private int port() {
    return URI.create(bench.server.url("app.git")).getPort();
  }

  @Test
  void a_slow_clone_over_http_takes_its_time() throws Exception {
    try (SlowLine line = SlowLine.steady(port(), SLOW)) {
      takesLong(http(line, Duration.ofMinutes(1)), "a", "one");
    }
  }

  @Test
  void a_slow_clone_over_https_takes_its_time() throws Exception {
    try (GitHttpServer server = bench.tls()) {
      URI url = URI.create(server.url("app.git"));
      try (SlowLine line = SlowLine.steady(url.getPort(), SLOW)) {
        Source source =
            bench
                .http()
                .at(at(url, line))
                .trusting(TestAuthority.shared().certificate())
                .within(limits(Duration.ofMinutes(1)))
                .build();
        takesLong(source, "a", "one");
      }
    }
  }

  @Test
  void a_slow_object_takes_its_time() throws Exception {
    bench.filtering(true);
    try (SlowLine line = SlowLine.steady(port(), SLOW)) {
      Source source = http(line, Duration.ofMinutes(1));
      long start = System.nanoTime();

      assertThat(bench.mirror.read(source, bench.locate(source, "large"), 1 << 20).size())
          .isEqualTo(LARGE);

      assertThat(since(start)).isGreaterThan(TIMEOUT.multipliedBy(2));
    }
  }

  @Test
  void a_slow_clone_over_ssh_takes_its_time() throws Exception {
    Tool.require("sshd");
    try (SshServer server = SshServer.start(directory.resolve("ssh"), "", "")) {
      URI url = URI.create(server.url(bench.origin.directory()));
      try (SlowLine line = SlowLine.steady(url.getPort(), SLOWER)) {
        takesLong(ssh(server, url, line), "a", "one");
      }
    }
  }

  private Source ssh(SshServer server, URI url, SlowLine line) throws IOException {
    Path hosts = directory.resolve("known_hosts");
    Files.writeString(
        hosts,
        Files.readString(server.knownHosts())
            .replace(String.valueOf(url.getPort()), String.valueOf(line.port())));
    return SourceBuilder.of(at(url, line))
        .with(new Auth.SshKey(server.clientKey(), hosts))
        .within(new Limits(TIMEOUT.multipliedBy(4), 16 << 20, 4 << 20, Duration.ofMinutes(1)))
        .build();
  }

  private void takesLong(Source source, String path, String content) throws Exception {
    long start = System.nanoTime();

    assertThat(bench.read(source, path)).isEqualTo(content);

    assertThat(since(start)).isGreaterThan(source.access().limits().timeout().multipliedBy(2));
  }

  @Test
  void one_that_goes_silent_is_left_at_the_timeout() throws Exception {
    leftEarly(SILENCE);
  }

  @Test
  void so_is_one_that_sends_a_byte_now_and_then() throws Exception {
    leftEarly(DRIP);
  }

  private void leftEarly(Pace pace) throws Exception {
    try (SlowLine line = SlowLine.turning(port(), 100_000, pace)) {
      Source source = http(line, Duration.ofMinutes(1));
      long start = System.nanoTime();

      Failure failure = Bench.failure(() -> bench.read(source, "a"));

      assertThat(since(start)).isLessThan(TIMEOUT.multipliedBy(4));
      assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
      assertThat(failure.message()).contains("sent less than 1KiB a second for the timeout of 1s");
      assertThat(failure.hint()).contains("raise sources.app.timeout");
    }
  }

  @Test
  void one_that_goes_on_and_on_is_left_in_the_end() throws Exception {
    try (SlowLine line = SlowLine.steady(port(), SLOW)) {
      Source source = http(line, Duration.ofSeconds(2));
      long start = System.nanoTime();

      Failure failure = Bench.failure(() -> bench.read(source, "a"));

      assertThat(since(start)).isLessThan(Duration.ofSeconds(4));
      assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
      assertThat(failure.message()).contains("had not sent all of it after 2s");
      assertThat(failure.hint())
          .contains("raise sources.app.limits.duration")
          .contains("TimeoutStartSec=");
    }
  }

  @Test
  void where_services_wait_nobody_waits_for_a_slow_line() throws Exception {
    try (SlowLine line = SlowLine.steady(port(), SLOW)) {
      Source patient = http(line, Duration.ofMinutes(1));
      Source source = patient.within(patient.access().limits().whole());
      long start = System.nanoTime();

      Failure failure = Bench.failure(() -> bench.read(source, "a"));

      assertThat(since(start)).isLessThan(TIMEOUT.multipliedBy(3));
      assertThat(failure.message()).contains("did not finish within the timeout of 1s");
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
