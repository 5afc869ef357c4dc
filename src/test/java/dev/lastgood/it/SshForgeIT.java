// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/// A forge on another host: Debian's sshd and Git in a container, reached with a key. `.ci/engine`
/// makes the image.
final class SshForgeIT {
  private static final String BRING_UP =
      """
      set -e
      mkdir -p /run/sshd && useradd -m git && usermod -p '*' git
      install -D -o git -g git -m 600 /root/key.pub /home/git/.ssh/authorized_keys
      su - git -c 'git init -q --bare -b master app.git && git -C app.git config uploadpack.allowFilter true'
      exec /usr/sbin/sshd -D -e
      """;

  @TempDir private Path root;

  @Test
  void a_merge_over_ssh_is_deployed_and_another_servers_key_refused() throws Exception {
    DockerImageName image = Engine.image("lastgood/git-server:latest");
    Tool.run(root, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", root + "/key");
    try (GenericContainer<?> server = new GenericContainer<>(image);
        Host host = new Host(root)) {
      server
          .withImagePullPolicy(_ -> false)
          .withCopyToContainer(Transferable.of(Host.read(root.resolve("key.pub"))), "/root/key.pub")
          .withCommand("/bin/sh", "-c", BRING_UP)
          .withExposedPorts(22)
          .start();
      String address = "127.0.0.1:" + server.getMappedPort(22);
      host.write(
          "known_hosts", known(address, in(server, "cat /etc/ssh/ssh_host_ed25519_key.pub")));
      host.write("lastgood.yaml", overSsh(host, address));
      merge(server, "rules: v1");
      host.run("sync").exits(0);
      assertThat(host.live()).isEqualTo("rules: v1\n");
      merge(server, "rules: crash");
      host.run("sync").exits(6);
      assertThat(host.live()).isEqualTo("rules: v1\n");
      host.write("known_hosts", known(address, Host.read(root.resolve("key.pub"))));
      host.run("sync").exits(3).says("pinned in", "known_hosts");
    }
  }

  private static String known(String address, String key) {
    return "[" + address.replace(":", "]:") + " " + key;
  }

  private String overSsh(Host host, String address) {
    return host.configuration("", "")
        .replace(host.forge.url("app.git"), "ssh://git@" + address + "/home/git/app.git")
        .replaceFirst(
            "(?m)^(\\s+)auth:.*\\n\\s+tls:.*\\n",
            "$1ssh: {key-file: " + root + "/key, known-hosts-file: " + root + "/known_hosts}\n");
  }

  private static void merge(GenericContainer<?> server, String line) throws Exception {
    in(
        server,
        """
        su - git -c '
          set -e
          test -d ~/work || git clone -q ~/app.git ~/work
          cd ~/work && mkdir -p app && echo "%s" > app/rules.yaml && git add .
          git -c user.name=Mira -c user.email=mira@example.org commit -qm "%s" && git push -q origin HEAD:master
        ' 2>&1
        """
            .formatted(line, line));
  }

  private static String in(GenericContainer<?> server, String script) throws Exception {
    ExecResult result = server.execInContainer("/bin/sh", "-c", script);
    assertThat(result.getExitCode()).as("%s: %s", script, result).isZero();
    return result.getStdout();
  }
}
