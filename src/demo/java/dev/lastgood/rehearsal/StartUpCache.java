// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.rehearsal;

import com.sun.net.httpserver.HttpHandler;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.gitserver.BasicCredentials;
import dev.lastgood.gitserver.GitServer;
import dev.lastgood.gitserver.Upstream;
import dev.lastgood.model.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Makes the file from which the JVM of the distribution starts faster, on the distribution's own
/// runtime and with its own flags.
///
/// A cache that is there is replaced once the new one has been used: on a failure it stays.
final class StartUpCache {
  private static final Person SOMEBODY = new Person("Jonas Weiss", "jonas@fit.example");
  private static final BasicCredentials CREDENTIALS =
      new BasicCredentials("lastgood", "of-the-rehearsal");

  private final Path home;
  private final Path scratch;

  private StartUpCache(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /// Makes it for the distribution that this process runs from; without arguments.
  ///
  /// @throws IOException with what went wrong, and what the failing process had to say
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String home =
        Objects.requireNonNull(System.getProperty("lastgood.home"), "not of a distribution");
    Path scratch = Files.createTempDirectory("lastgood-rehearsal-").toRealPath();
    try {
      new StartUpCache(Path.of(home), scratch).make();
    } finally {
      try (Stream<Path> all = Files.walk(scratch)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void make() throws IOException, InterruptedException {
    Path recorded = scratch.resolve("recorded");
    Path fresh = scratch.resolve("lastgood.aot");
    Path cache = home.resolve("lib/lastgood.aot");
    rehearse(recorded);
    java(
        List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + fresh),
        Rehearsal.class.getName());
    java(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + fresh), "dev.lastgood.cli.Main", "--version");
    Path beside = cache.resolveSibling("lastgood.aot.new");
    Files.copy(fresh, beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, cache, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Over http and https, with servers in this process, so that nothing of theirs is recorded.
  private void rehearse(Path recorded) throws IOException, InterruptedException {
    try (Upstream upstream = Upstream.create(scratch.resolve("fit.git"))) {
      String rules = "bucket_definitions: {exercises: {data: [SELECT * FROM exercises]}}\n";
      for (String branch : Rehearsal.BRANCHES) {
        upstream.merge(SOMEBODY, "The rules of " + branch, "# " + branch + "\n" + rules);
        upstream.branch(branch);
      }
      Authority authority = Authority.create(scratch.resolve("authority"), "ip:127.0.0.1");
      HttpHandler repository = upstream.servedTo(CREDENTIALS);
      try (GitServer http = GitServer.http(GitServer.ANY_PORT, repository);
          GitServer https = GitServer.https(authority, repository)) {
        Path one = host("http", http, "");
        Path other = host("https", https, "tls: {ca-file: \"" + authority.certificate() + "\"}");
        java(
            List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded),
            Rehearsal.class.getName(),
            one.toString(),
            other.toString());
      }
    }
  }

  /// A host's directory with its configurations.
  private Path host(String name, GitServer server, String tls) throws IOException {
    Path host = Files.createDirectory(scratch.resolve(name));
    Files.createDirectory(host.resolve("live"));
    Files.createDirectory(host.resolve("state"));
    Files.writeString(host.resolve("token"), CREDENTIALS.password());
    for (String branch : Rehearsal.BRANCHES) {
      Files.writeString(
          Rehearsal.configuration(host, branch),
          """
          state: "%1$s/state"
          allow-volatile-state: true
          metrics: {textfile: "%1$s/lastgood.prom"}
          notify: [{command: [/bin/true]}]
          sources:
            fit:
              url: %2$s
              branch: %3$s
              auth: {username: %4$s, token-file: "%1$s/token"}
              %5$s
          targets:
            powersync:
              path: %6$s
              destination: "%1$s/live/sync-rules.yaml"
              check: [{yaml: {require-any: [bucket_definitions, streams]}}]
              activate: none
          """
              .formatted(
                  host, server.url(Upstream.PATH), branch, CREDENTIALS.user(), tls, Upstream.FILE));
    }
    return host;
  }

  /// Runs a JVM as the distribution's, but in an environment that has nothing of ours.
  ///
  /// @throws IOException with all that it said, unless it succeeds
  private void java(List<String> flags, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.add("@" + home.resolve("lib/jvm.options"));
    argv.add("-Xlog:all=error:stderr");
    argv.addAll(flags);
    argv.add("-Dlastgood.home=" + home);
    argv.addAll(List.of("-cp", home.resolve("lib/lastgood.jar").toString(), mainClass));
    argv.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().clear();
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", argv) + " ended with " + code + ":\n" + said);
    }
  }
}
