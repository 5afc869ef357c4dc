// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class DoctorTest {
  @TempDir private Path directory;

  @Test
  void nothing_is_green_that_the_next_pass_complains_of() throws IOException {
    CliWorld host = new CliWorld(directory);
    host.happen("commit Start | v1");
    host.happen("run sync");
    assertThat(host.run("doctor").out()).contains("✓ state of powersync: good");
    host.happen("commit Break it | bad-yaml");
    host.happen("run sync");
    assertThat(host.run("doctor").out())
        .contains("✗ state of powersync: waiting")
        .contains("fix: merge a fix; or try it again: lastgood sync powersync --retry");
    host.happen("rewrite");
    host.happen("commit Start anew | v3");
    host.happen("run sync");
    assertThat(host.run("doctor").out())
        .contains("✗ state of powersync: rewritten")
        .contains("lastgood accept-rewrite fit");
    host.happen("run pause --reason migration");
    assertThat(host.run("doctor").out()).contains("! state of powersync: ");
  }

  @Test
  void the_records_remote_is_asked_as_one_who_pushes() throws IOException {
    CliWorld host = new CliWorld(directory);
    host.happen("record async");
    host.happen("commit Start | v1");
    assertThat(host.run("doctor").out())
        .contains("✓ remote of powersync: web-arm/powersync at file://")
        .contains("answers as to one who may push: it is not there yet")
        .contains("✓ remote of powersync: all entries are known to be there");
    host.happen("run sync");
    host.happen("record-fails retry");
    host.happen("commit More | v2");
    host.happen("run sync");
    assertThat(host.run("doctor").out())
        .contains("✗ remote of powersync: the record's remote said so")
        .contains("! remote of powersync: 1 entry is not there, the oldest of just now");
    host.happen("wait PT25H");
    host.happen("run sync");
    assertThat(host.run("doctor").out())
        .contains("longer than ledger.push.lag")
        .contains("fix: lastgood push powersync");
    host.happen("record-answers");
    assertThat(host.run("push").exit()).isZero();
    assertThat(host.run("doctor").out())
        .contains("✓ remote of powersync: all entries are known to be there");
  }

  /// Also before there is a host: check-config opens nothing.
  @Test
  void a_directory_that_others_use_is_told() throws IOException {
    CliWorld host = new CliWorld(directory);
    Path file =
        Files.writeString(
            directory.resolve("shared.yaml"),
            """
            state: /var/lib
            sources: {a: {url: "file:///srv/a.git"}}
            targets: {a: {path: a.yaml, destination: /srv/a.yaml, activate: none}}
            """);

    CliWorld.Said said = host.run("check-config", file.toString());

    assertThat(said.exit()).isZero();
    assertThat(said.err())
        .contains("shared.yaml: state: /var/lib is shared with others")
        .contains("shared.yaml: targets.a.destination: /srv is shared with others")
        .contains("Hint: take a directory of its own");
    assertThat(host.run("doctor", "--config", file.toString()).out())
        .contains("! configuration: ", "/srv is shared with others");
  }

  @Test
  void what_is_wrong_has_a_fix_and_an_exit_code() throws IOException {
    CliWorld host = new CliWorld(directory);
    host.happen("config nonsense: 1");
    CliWorld.Said said = host.run("doctor", "--output", "json");
    assertThat(said.exit()).isEqualTo(ExitCode.OPERATOR.code());
    assertThat(said.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"gravity\":\"wrong\",\"subject\":\"configuration\","));
  }

  @Test
  void who_can_t_be_told_is_found_before_the_night() throws IOException {
    CliWorld host = new CliWorld(directory);
    Path hook = Files.writeString(directory.resolve("hook"), "hooks.example.org/s3cret");
    Path body = Files.writeString(directory.resolve("body"), "{\"text\": \"{mesage}\"}");
    Path good = Files.writeString(directory.resolve("good"), "https://hooks.example.org/s3cret");
    Files.setPosixFilePermissions(good, PosixFilePermissions.fromString("rw-------"));
    host.happen(
        "config "
            + """
            state: %%s
            sources: {fit: {url: "https://git.example.org/fit.git"}}
            targets: {powersync: {path: a.yaml, destination: /srv/rules.yaml, activate: none}}
            notify:
              - command: [/no/such/pager, "{summary}"]
              - command: [/bin/true]
              - webhook: {url-file: %1$s/missing}
              - webhook: {url-file: %1$s/hook, body-file: %1$s/body}
              - webhook: {url-file: %1$s/good}
            """
                .formatted(directory)
                .replace("\n", "\\n"));

    String out = host.run("doctor").out();

    assertThat(out)
        .contains(
            "✗ notify[0]: no such program: /no/such/pager",
            "✓ notify[1]: /bin/true can be run",
            "✗ notify[2]: " + directory + "/missing can't be read: ",
            "✗ notify[3]: "
                + hook
                + " holds no address that starts with http:// or https:// and is without user@",
            "! notify[3]: " + hook + " can be read by everybody",
            "✗ notify[3]: " + body + ": no message has '{mesage}'",
            "✓ notify[4]: its webhook's files can be read")
        .doesNotContain("s3cret");
  }
}
