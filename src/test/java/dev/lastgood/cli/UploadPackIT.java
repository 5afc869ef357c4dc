// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of the help, as an operator types them: Git at one end, a real `sshd` in between, and
/// a `kubectl` that runs what it is told.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class UploadPackIT {
  private static final String KUBECTL =
      """
      #!/bin/sh
      [ "$*" = "exec -i pod -c lastgood -- lastgood upload-pack ledger" ] || exit 9
      exec lastgood upload-pack ledger
      """;

  @TempDir private Path directory;
  private Path ledger;

  @BeforeEach
  void write() throws IOException {
    CliWorld host = new CliWorld(Files.createDirectory(directory.resolve("host")));
    for (String line : Files.readAllLines(Path.of("testdata/cli/log/world"))) {
      host.happen(line);
    }
    ledger = directory.resolve("host/state/ledger.git");
    program(
        "lastgood",
        """
        #!/bin/sh
        export LASTGOOD_CONFIG=%s
        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' dev.lastgood.cli.Main "$@"
        """
            .formatted(
                directory.resolve("host/lastgood.yaml"),
                System.getProperty("java.home"),
                System.getProperty("java.class.path")));
    program("kubectl", KUBECTL);
  }

  private void program(String name, String text) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path file = Files.writeString(bin.resolve(name), text);
    file.toFile().setExecutable(true);
  }

  private SshServer sshd(String options) {
    return SshServer.start(
        directory.resolve("sshd"), "SetEnv PATH=" + path() + "\nAcceptEnv GIT_*\n", options);
  }

  private String path() {
    return directory.resolve("bin") + ":" + System.getenv("PATH");
  }

  private String run(SshServer ssh, String script) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("ssh_config"),
            """
            Host web-arm
              HostName 127.0.0.1
              Port %s
              User %s
              IdentityFile %s
              UserKnownHostsFile %s
              IdentitiesOnly yes
              BatchMode yes
            """
                .formatted(
                    ssh.url(Path.of("/")).replaceAll(".*:(\\d+)/", "$1"),
                    System.getProperty("user.name"),
                    ssh.clientKey(),
                    ssh.knownHosts()));
    Map<String, String> environment = Map.of("PATH", path(), "GIT_SSH_COMMAND", "ssh -F " + config);
    return Tool.run(directory, environment, new byte[0], List.of("sh", "-ec", script));
  }

  private static String help() {
    String[] footer =
        UploadPackCommand.class.getAnnotation(picocli.CommandLine.Command.class).footer();
    return List.of(footer).stream()
        .filter(line -> line.startsWith("  git ") || line.startsWith("  lastgood "))
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void the_lines_of_the_help_bring_the_record_over_ssh_and_through_kubectl() throws IOException {
    try (SshServer ssh = sshd("")) {
      // The last line asks what was live two hours ago: that record is of another day.
      String script = help().replace("--at 2h", "--at 2026-11-21T04:30:00Z");

      assertThat(run(ssh, script)).isEqualTo("02c0ffee00000000000000000000000000000000");
    }
    Path copy = directory.resolve("record.git");
    String tip = Tool.git(ledger, "rev-parse", "powersync");
    assertThat(Tool.git(copy, "rev-parse", "refs/remotes/web-arm/powersync")).isEqualTo(tip);
    assertThat(Tool.git(copy, "rev-parse", "refs/remotes/pod/powersync")).isEqualTo(tip);
    Tool.git(copy, "fsck", "--strict");
  }

  @Test
  void a_forced_command_serves_the_record_whatever_is_asked_for() throws IOException {
    try (SshServer ssh = sshd("restrict,command=\"lastgood upload-pack ledger\" ")) {
      run(ssh, "git clone -q --bare web-arm:anything copy.git");

      assertThat(Tool.git(directory.resolve("copy.git"), "rev-parse", "powersync"))
          .isEqualTo(Tool.git(ledger, "rev-parse", "powersync"));
      for (String attempt :
          List.of(
              "ssh -F ssh_config web-arm touch " + directory.resolve("owned") + " </dev/null",
              "ssh -F ssh_config web-arm 'x; touch " + directory.resolve("owned") + "' </dev/null",
              "git -C copy.git push -q web-arm:ledger powersync~1:refs/heads/powersync")) {
        String before = Tool.git(ledger, "for-each-ref");
        assertThat(run(ssh, attempt + " 2>&1 || true")).doesNotContain("owned:");
        assertThat(directory.resolve("owned")).doesNotExist();
        assertThat(Tool.git(ledger, "for-each-ref")).isEqualTo(before);
      }
    }
  }

  @Test
  void the_runbooks_backup_fetches_branches_as_they_are() throws IOException {
    try (SshServer ssh = sshd("")) {
      run(
          ssh,
          "git init -q --bare backup.git && cd backup.git && git fetch -q --upload-pack"
              + " 'lastgood upload-pack' web-arm:ledger 'refs/heads/*:refs/heads/*'");
    }

    assertThat(Tool.git(directory.resolve("backup.git"), "rev-parse", "powersync"))
        .isEqualTo(Tool.git(ledger, "rev-parse", "powersync"));
  }

  @Test
  void git_does_not_run_kubectl_where_nobody_allowed_it() throws IOException {
    try (SshServer ssh = sshd("")) {
      assertThatThrownBy(
              () -> run(ssh, help().replace("-c protocol.ext.allow=user", "-c protocol.version=2")))
          .hasMessageContaining("transport 'ext' not allowed");
    }
  }
}
