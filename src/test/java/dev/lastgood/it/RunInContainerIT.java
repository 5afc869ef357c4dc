// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.ContainersConf;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped launcher: what it refuses, and a pass in a real container where podman works.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RunInContainerIT {
  private Path root = Path.of("set before each");
  private Path launcher = Host.DIST.resolve("libexec/run-in-container");
  private List<String> around = List.of();

  @BeforeEach
  void make() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, as its unit");
    root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "container-");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    // Enough for the launcher, and for podman where its runtime or its limits are older ones.
    Files.writeString(
        root.resolve("containers.conf"),
        ContainersConf.of(Tool.find("runc").isPresent() ? "runc" : "crun"));
  }

  @AfterEach
  void clean() {
    if (root.isAbsolute()) {
      Tool.run(Path.of("/"), "rm", "-rf", root.toString());
    }
  }

  @Test
  void a_pass_in_a_container_is_a_pass() {
    try (Host host = host()) {
      Host.Run podman = host.finish(host.start(List.of("env", conf(), "podman", "info")));
      assumeTrue(podman.exit() == 0, "needs a podman that works: " + podman.err());
      host.merge("v1");
      launch(host, "podman", List.of(), "sync").exits(0).says("isolation=oci");
      assertThat(host.live()).isEqualTo("rules: v1\n");
      assertThat(host.run("status").exits(0).out()).containsPattern("isolation +oci");
      host.merge("crash");
      assertThat(launch(host, "podman", List.of(), "sync").exit()).isIn(5, 6);
      launch(host, "podman", List.of(), "no-such-command").exits(2);
    }
  }

  @Test
  void without_podman_nothing_runs() {
    try (Host host = host()) {
      launch(host, "/no/podman", List.of(), "sync").exits(3).says("/no/podman is not there");
      launch(host, "false", List.of(), "sync").exits(3).says("podman does not work");
      assertThat(host.destination).doesNotExist();
    }
  }

  @Test
  void what_podman_itself_fails_at_is_an_operators_matter() throws IOException {
    try (Host host = host()) {
      Path podman =
          host.write("podman", "#!/bin/sh\n[ \"$1\" = run ] || { echo runc; exit; }\nexit 125\n");
      Files.setPosixFilePermissions(podman, PosixFilePermissions.fromString("rwxr-xr-x"));
      launch(host, podman.toString(), List.of(), "sync").exits(3).says("ended with 125");
      Files.writeString(podman, Files.readString(podman).replace("125", "7"));
      launch(host, podman.toString(), List.of(), "sync").exits(7);
    }
  }

  /// On NixOS the container has no program that could follow the link.
  @Test
  void a_link_to_the_program_is_followed_outside() throws IOException {
    try (Host host = host()) {
      Path program = Host.DIST.resolve("bin/lastgood").toRealPath();
      Path link = Files.createDirectories(root.resolve("joined/bin")).resolve("lastgood");
      Files.createSymbolicLink(link, program);
      Path copy = Files.createDirectory(root.resolve("joined/libexec")).resolve("run-in-container");
      launcher = Files.copy(launcher, copy, StandardCopyOption.COPY_ATTRIBUTES);

      launch(host, recorder(host), List.of(), "sync").exits(0);

      assertThat(Host.read(root.resolve("asked")))
          .contains(" " + program + " --config ")
          .contains("--cgroups=disabled")
          .endsWith(" sync\n");
    }
  }

  /// Its standard error is podman's pipe: what priorities are for is known outside alone.
  @Test
  void the_journal_at_standard_error_is_handed_on() throws IOException {
    try (Host host = host()) {
      String journal = "--env=LASTGOOD_STDERR=journal";
      String stream = "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2)";
      around = List.of("sh", "-ec", "export " + stream + "; exec \"$@\"", "sh");
      launch(host, recorder(host), List.of(), "sync").exits(0);
      assertThat(Host.read(root.resolve("asked"))).contains(journal);

      around = List.of("env", "JOURNAL_STREAM=1:1");
      launch(host, recorder(host), List.of(), "sync").exits(0);
      assertThat(Host.read(root.resolve("asked"))).doesNotContain(journal);
    }
  }

  @Test
  void the_variables_that_the_program_reads_are_handed_on() throws IOException {
    try (Host host = host()) {
      launch(host, recorder(host), List.of(), "sync").exits(0);
      assertThat(Host.read(root.resolve("asked")))
          .contains(
              " --env=http_proxy ",
              " --env=https_proxy ",
              " --env=HTTPS_PROXY ",
              " --env=all_proxy ",
              " --env=ALL_PROXY ",
              " --env=no_proxy ",
              " --env=NO_PROXY ",
              " --env=SSL_CERT_FILE ");
    }
  }

  /// Whether a drop-in, a file of variables or an operator gave them.
  @Test
  void so_are_the_variables_that_the_configuration_names() throws IOException {
    try (Host host = host()) {
      Path file = root.resolve("lastgood.yaml");
      Files.writeString(file, Files.readString(file) + "# ${TEAM} ${CREDENTIALS_DIRECTORY}/a $x\n");

      launch(host, recorder(host), List.of(), "sync").exits(0);

      assertThat(Host.read(root.resolve("asked")))
          .contains(" --env=TEAM ")
          .doesNotContain("--env=CREDENTIALS_DIRECTORY", "--env=x ");
    }
  }

  /// However the unit loads them: by name, encrypted, imported.
  @Test
  void the_credentials_of_the_unit_need_no_mention() throws IOException {
    try (Host host = host()) {
      Files.createDirectory(root.resolve("secrets"));
      host.write("secrets/token", "s3cr3t");
      around = List.of("env", "CREDENTIALS_DIRECTORY=" + root + "/secrets");

      launch(host, recorder(host), List.of(), "sync").exits(0);

      assertThat(Host.read(root.resolve("asked")))
          .contains(",dst=/run/credentials,readonly=true ")
          .contains(" --env=CREDENTIALS_DIRECTORY=/run/credentials ");
    }
  }

  /// systemd removes it, whatever becomes of the pass.
  @Test
  void credentials_are_copied_to_where_systemd_made_room() throws IOException {
    try (Host host = host()) {
      Path room = Files.createDirectory(root.resolve("room"));
      around = List.of("env", "RUNTIME_DIRECTORY=" + room + ":/run/of-somebody-else");
      Files.createDirectory(root.resolve("secrets"));
      host.write("secrets/token", "s3cr3t");

      launch(host, recorder(host), List.of("--credentials", root + "/secrets"), "sync").exits(0);

      assertThat(Host.read(root.resolve("asked")))
          .contains("--mount=type=bind,src=" + room + "/lastgood-credentials.")
          .contains(",dst=/run/credentials,readonly=true ")
          .contains(" --env=CREDENTIALS_DIRECTORY=/run/credentials ");
      assertThat(room).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ro", "nr_inodes=2", "size=4k"})
  void a_run_that_can_not_be_written_is_refused(String option) throws IOException {
    try (Host host = host()) {
      Files.createDirectory(root.resolve("secrets"));
      host.write("secrets/token", "s3cr3t".repeat(10_000));
      String script = "mount -t tmpfs -o " + option + " tmpfs /run; exec \"$@\"";
      around = List.of("unshare", "-m", "sh", "-ec", script, "sh");

      launch(host, recorder(host), List.of("--credentials", root + "/secrets"), "sync")
          .exits(3)
          .says("failed in /run", "Hint: ", "df /run");

      assertThat(root.resolve("asked")).doesNotExist();
    }
  }

  @Test
  void a_missing_directory_of_a_unit_is_refused_with_what_brings_it() {
    try (Host host = host()) {
      launch(host, "true", List.of("--credentials", root + "/no"), "sync")
          .exits(3)
          .says("the credentials' directory " + root + "/no does not exist", "LoadCredential=");
      launch(host, "true", List.of("--requests", root + "/no"), "sync")
          .exits(3)
          .says("the requests' directory " + root + "/no does not exist", "systemd-tmpfiles");
      launch(host, "true", List.of("--config", root.toString()), "sync")
          .exits(3)
          .says("the configuration " + root + " can't be read");
    }
  }

  @Test
  void a_state_directory_that_is_not_as_it_should_be_is_refused() throws IOException {
    try (Host host = host()) {
      launch(host, "true", List.of("--state-mount-point", root + "/state"), "sync")
          .exits(3)
          .says("is not mounted (--state-mount-point)");
      String plain = Host.read(root.resolve("lastgood.yaml"));
      host.write("lastgood.yaml", "state-mount-point: \"" + root + "/state\"\n" + plain);
      launch(host, "true", List.of(), "sync").exits(3).says(root + "/state is not mounted");
      host.write("lastgood.yaml", plain);
      Tool.run(root, "chown", "0:0", "state");
      launch(host, "true", List.of(), "sync").exits(3).says("belongs to uid 0, not to 65534");
      Files.move(root.resolve("state"), root.resolve("persist"));
      launch(host, "true", List.of(), "sync").exits(3).says("/state does not exist");
      Files.createSymbolicLink(root.resolve("state"), root.resolve("persist"));
      launch(host, "true", List.of(), "sync").exits(3).says("is a symlink", "mount --bind");
    }
  }

  @Test
  void a_missing_destination_user_or_argument_is_refused() {
    try (Host host = host()) {
      launch(host, "true", List.of("--destination", root + "/no"), "sync")
          .exits(3)
          .says("the destination's directory " + root + "/no does not exist");
      launch(host, "true", List.of("--user", "no-such-user"), "sync")
          .exits(3)
          .says("there is no user 'no-such-user'");
      launch(host, "true", List.of("--user", "root"), "sync").exits(3).says("do not run as root");
      launch(host, "true", List.of("--wat", "x"), "sync").exits(3).says("no option '--wat'");
      launch(host, "true", List.of("--read-only", "/a,b"), "sync").exits(3).says("has a comma");
    }
  }

  private Host host() {
    Host host = new Host(root);
    String authority = TestAuthority.shared().certificate().toString();
    host.write("ca.pem", Host.read(Path.of(authority)));
    host.write(
        "lastgood.yaml",
        "isolation: oci\n" + host.configuration("", "").replace(authority, root + "/ca.pem"));
    Tool.run(root, "chown", "-R", "65534:65534", "state", "srv", "service", "token");
    return host;
  }

  /// A podman that writes down what it was asked for.
  private String recorder(Host host) throws IOException {
    String script = "[ \"$1\" = run ] || { echo crun; exit; }\necho \"$*\" > " + root + "/asked\n";
    Path podman = host.write("podman", "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(podman, PosixFilePermissions.fromString("rwxr-xr-x"));
    return podman.toString();
  }

  private String conf() {
    return "CONTAINERS_CONF=" + root + "/containers.conf";
  }

  private Host.Run launch(Host host, String podman, List<String> more, String... arguments) {
    List<String> argv = new ArrayList<>(around);
    argv.addAll(
        List.of(
            "env",
            conf(),
            "PODMAN=" + podman,
            launcher.toString(),
            "--config",
            root + "/lastgood.yaml",
            "--state",
            root + "/state",
            "--user",
            "65534",
            "--group",
            "65534",
            "--destination",
            root + "/srv",
            "--destination",
            root + "/service",
            "--read-only",
            root + "/token",
            "--read-only",
            root + "/ca.pem"));
    argv.addAll(more);
    argv.add("--");
    argv.addAll(List.of(arguments));
    return host.finish(host.start(argv));
  }
}
