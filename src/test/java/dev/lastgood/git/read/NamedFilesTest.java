// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lastgood.model.Auth;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file that a source's configuration names, and that is none: it is named, and neither waited
/// for nor read for ever, and no server is asked, nor blamed.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class NamedFilesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  private Path file(String kind) throws IOException {
    Path file = directory.resolve("named");
    switch (kind) {
      case "pipe" -> Tool.run(directory, "mkfifo", file.toString());
      case "device" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
      case "directory" -> Files.createDirectory(file);
      case "sparse" -> {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
          large.setLength(64L << 30);
        }
      }
      case "missing" -> {}
      default -> throw new IllegalArgumentException(kind);
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "pipe, no regular file|not a regular file",
    "device, no regular file|not a regular file",
    "directory, no regular file|it is a directory",
    "sparse, larger than",
    "missing, no token file|does not exist|can't be used"
  })
  void what_opens_a_server_is_a_file_with_an_end(String kind, String words) throws Exception {
    Path file = file(kind);
    Path key = SshServer.keygen(directory, "id");
    Path hosts = Files.writeString(directory.resolve("known_hosts"), "");
    String ssh = "ssh://git@127.0.0.1:" + bench.server.port() + "/app.git";
    String https = bench.server.url("app.git").replace("http:", "https:");
    List<SourceBuilder> sources =
        List.of(
            bench.http().with(new Auth.Token("lastgood", file)),
            SourceBuilder.of(ssh).with(new Auth.SshKey(file, hosts)),
            SourceBuilder.of(ssh).with(new Auth.SshKey(key, file)),
            SourceBuilder.of(https).with(bench.token(Bench.TOKEN)).trusting(file));
    for (SourceBuilder each : sources) {
      Source source = each.within(TIMEOUT).build();
      Failure failure = told(file, words, () -> bench.mirror.look(source));
      assertThat(failure.message()).doesNotContain(source.url().toString());
    }
    assertThat(bench.server.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pipe, not a regular file",
    "device, not a regular file",
    "directory, it is a directory",
    "sparse, larger than",
    "missing, does not exist"
  })
  void a_list_of_signers_is_a_file_with_an_end(String kind, String words) throws Exception {
    Path file = file(kind);
    for (String form : List.of("SSH", "PGP")) {
      String signed = commit(form);
      Source source =
          form.equals("SSH")
              ? bench.file().signed(Optional.of(file), Optional.empty()).build()
              : bench.file().signed(Optional.empty(), Optional.of(file)).build();
      Mirror.Tip tip = bench.mirror.look(source);
      told(file, words, () -> bench.mirror.verify(source, tip, List.of(new CommitId(signed))));
    }
  }

  private String commit(String form) throws IOException {
    String who = " A <a@example.org> 1763000000 +0000\n";
    String signature =
        "gpgsig -----BEGIN "
            + form
            + " SIGNATURE-----\n AAAA\n -----END "
            + form
            + " SIGNATURE-----\n";
    String tree = bench.origin.git("rev-parse", "master^{tree}");
    Path raw =
        Files.writeString(
            directory.resolve("commit"),
            "tree " + tree + "\nauthor" + who + "committer" + who + signature + "\nA\n");
    String id = bench.origin.git("hash-object", "-t", "commit", "-w", raw.toString());
    bench.origin.reset("master", id);
    return id;
  }

  private static Failure told(
      Path file, String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assumeFalse(Files.notExists(Path.of("/dev/zero")), "no /dev/zero");
    long start = System.nanoTime();
    Failure failure = Bench.failure(call);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(file.toString()).containsPattern(words);
    return failure;
  }
}
