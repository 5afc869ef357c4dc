// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `isolation: oci` in real namespaces: with all that is demanded, and with each part left out.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class IsolationIT {
  private static final String MOUNT_STATE = "mount --bind state state;";
  private static final String CLOSE_ROOT = "mount -o remount,bind,ro /;";
  private static final String DROP =
      "setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all";
  private static final String USER = " --reuid=65534 --regid=65534 --clear-groups";
  private static final String NO_NEW = " --no-new-privs";
  private static final String MARKED = " env container=test";

  private Path root = Path.of("set before each");

  @BeforeEach
  void namespaces() throws IOException {
    root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "isolation-");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    String all = "%s %s %s%s%s".formatted("mount --bind / /;", CLOSE_ROOT, DROP, USER, NO_NEW);
    try {
      Tool.run(root, "unshare", "-m", "sh", "-ec", all + " test -x " + Host.DIST);
    } catch (AssertionError | RuntimeException e) {
      assumeTrue(false, "needs namespaces, and a build that others may read: " + e.getMessage());
    }
  }

  @AfterEach
  void clean() {
    Tool.run(Path.of("/"), "rm", "-rf", root.toString());
  }

  @Test
  void a_confined_process_may_pass_and_says_so() {
    try (Host host = host("isolation: oci")) {
      host.merge("v1");
      run(host, MOUNT_STATE + CLOSE_ROOT, DROP + USER + NO_NEW + MARKED, "sync")
          .exits(0)
          .says("isolation=oci");
      assertThat(host.live()).isEqualTo("rules: v1\n");
      assertThat(host.run("status").exits(0).out()).containsPattern("isolation +oci");
      assertThat(host.run("--output", "json", "status").exits(0).json().get("isolation"))
          .hasToString("\"oci\"");
      assertThat(host.run("doctor").out())
          .contains("isolation: oci, as the last pass measured it; this command runs outside");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          container | it is in no container
          root      | its root can be written
          caps      | it has or may get capabilities
          nnp       | it may get new privileges
          user      | it is root
          state     | /state is no mount of its own
          """)
  void each_part_that_is_missing_is_refused(String without, String words) {
    assumeTrue(
        !without.equals("container")
            || Stream.of("/.dockerenv", "/run/.containerenv")
                .map(Path::of)
                .noneMatch(Files::exists),
        "this machine itself is marked as a container");
    try (Host host = host("isolation: oci")) {
      host.merge("v1");
      String mounts =
          (without.equals("state") ? "" : MOUNT_STATE) + (without.equals("root") ? "" : CLOSE_ROOT);
      String confined =
          (without.equals("caps") ? "setpriv" : DROP)
              + (without.equals("user") ? "" : USER)
              + (without.equals("nnp") ? "" : NO_NEW)
              + (without.equals("container") ? "" : MARKED);
      assertThat(
              run(host, mounts, confined + " env", "sync")
                  .exits(3)
                  .says("isolation: oci is asked for", words, "libexec/run-in-container")
                  .err())
          .contains("is not isolated: ");
      assertThat(host.destination).doesNotExist();
      run(host, mounts, confined + " env", "status").exits(0);
    }
  }

  @Test
  void outside_nothing_that_changes_state_runs_and_everything_else_does() {
    try (Host host = host("isolation: oci")) {
      host.merge("v1");
      host.run("sync").exits(3).says("it is root; ");
      host.run("pause", "rules", "--reason", "x").exits(3);
      host.run("rollback", "rules", "--reason", "x").exits(3);
      host.run("check-config").exits(0);
      host.run("log").exits(0);
      assertThat(host.run("doctor").out()).contains("isolation: oci is asked for, no pass has");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "isolation: bare"})
  void bare_is_called_by_its_name(String key) {
    try (Host host = host(key)) {
      host.merge("v1");
      host.run("sync").exits(0).says("isolation=");
      assertThat(host.run("sync").err()).doesNotContain("isolation");
      assertThat(host.run("status").out()).containsPattern("isolation +bare\n");
      assertThat(host.run("doctor").out()).contains("isolation: passes run bare");
    }
  }

  private Host host(String key) {
    Host host = new Host(root);
    String authority = TestAuthority.shared().certificate().toString();
    host.write("ca.pem", Host.read(Path.of(authority)));
    host.write(
        "lastgood.yaml",
        key + "\n" + host.configuration("", "").replace(authority, root + "/ca.pem"));
    return host;
  }

  /// In namespaces of its own, with the places that a pass writes to mounted by themselves.
  private Host.Run run(Host host, String mounts, String confined, String... arguments) {
    Tool.run(root, "chown", "-R", "65534:65534", "state", "srv", "service", "token");
    String script =
        "mount --bind srv srv; mount --bind service service; "
            + mounts
            + " exec "
            + confined
            + " "
            + Host.DIST.resolve("bin/lastgood")
            + " --config lastgood.yaml \"$@\"";
    List<String> argv = new ArrayList<>(List.of("unshare", "-m", "sh", "-ec", script, "sh"));
    argv.addAll(List.of(arguments));
    return host.finish(host.start(argv));
  }
}
