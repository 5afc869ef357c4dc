// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The `.deb`, and the page that tells how to do without it.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PackageIT {
  private static final String VERSION_FROM_CACHE_OR_NOTHING =
      "LASTGOOD_JAVA_OPTS=-XX:AOTMode=on lastgood --version";

  private final InstalledMachine host;

  PackageIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void afresh() {
    host.afresh();
  }

  @Test
  void the_program_starts_from_its_cache() {
    assertThat(host.run(VERSION_FROM_CACHE_OR_NOTHING)).startsWith("lastgood ");
    assertThat(host.asLastgood("touch /usr/lib/lastgood/lib/lastgood.jar")).endsWith("exit 1");
  }

  @Test
  void these_tests_would_notice_that_the_cache_is_not_used() {
    host.run(
        "cp -p /usr/lib/lastgood/lib/lastgood.jar /root/; touch"
            + " /usr/lib/lastgood/lib/lastgood.jar");
    try {
      assertThat(host.run(VERSION_FROM_CACHE_OR_NOTHING + " || echo refused")).contains("refused");
    } finally {
      host.run("mv /root/lastgood.jar /usr/lib/lastgood/lib/");
    }
  }

  @Test
  void nothing_is_enabled() {
    assertThat(
            host.run(
                "systemctl is-enabled lastgood.timer lastgood-boot lastgood-units.path || true"))
        .isEqualTo("disabled\ndisabled\ndisabled");
  }

  @Test
  void an_upgrade_lets_a_pass_finish_and_keeps_what_is_the_operators() {
    host.deployed("v1");
    host.merge("v2");
    host.run(
        """
        systemctl enable --quiet --now lastgood.timer
        systemctl start --no-block lastgood.service
        """);
    host.await("v2 is live", () -> host.live().equals(InstalledMachine.content("v2").strip()));

    host.run("dpkg -i /srv/lastgood.deb");

    assertThat(host.record()).endsWith("deployed", "deployed");
    assertThat(host.property("lastgood.timer", "ActiveState")).isEqualTo("active");
    assertThat(host.run("grep -c '^ *\"podman-powersync' /etc/polkit-1/rules.d/50-lastgood.rules"))
        .isEqualTo("1");
    host.run("systemctl disable --quiet --now lastgood.timer");
    assertThat(host.run(VERSION_FROM_CACHE_OR_NOTHING)).startsWith("lastgood ");
  }

  /// prerm had stopped it; dpkg calls this when the removal can't go on.
  @Test
  void after_a_removal_that_came_to_nothing_the_timer_runs() {
    host.run("systemctl enable --quiet lastgood.timer");
    assertThat(host.property("lastgood.timer", "ActiveState")).isEqualTo("inactive");

    host.run("/var/lib/dpkg/info/lastgood.postinst abort-remove");

    assertThat(host.property("lastgood.timer", "ActiveState")).isEqualTo("active");
    host.run("systemctl disable --quiet --now lastgood.timer");
  }

  @Test
  void removed_it_leaves_the_state_and_the_archive_takes_its_place() throws Exception {
    host.deployed("v1");
    host.run("systemctl enable --quiet --now lastgood.timer");

    host.run("dpkg --purge lastgood");
    try {
      assertThat(
              host.run("ls /usr/lib | grep lastgood || true; systemctl list-timers 'lastgood*' -q"))
          .isEmpty();
      assertThat(host.record()).endsWith("deployed");
      assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());

      host.run("cd /srv\n" + commandsOf("From the archive"));
      assertThat(host.run(VERSION_FROM_CACHE_OR_NOTHING)).startsWith("lastgood ");
      host.run("cat /usr/share/doc/lastgood/docs/operations.md > /dev/null");
      host.run("gzip -dc /usr/local/share/man/man1/lastgood.1.gz > /dev/null");
      host.run(
          "sed -i 's,// \"podman-powersync,\"podman-powersync,'"
              + " /etc/polkit-1/rules.d/50-lastgood.rules");
      host.merge("v2");
      host.pass().ends("success").says("deployed");
      assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    } finally {
      host.run(
          """
          rm -rf /usr/lib/lastgood /usr/bin/lastgood /etc/systemd/system/lastgood*.path
          rm -f /etc/systemd/system/lastgood*.service /etc/systemd/system/lastgood.timer
          rm -f /etc/polkit-1/rules.d/50-lastgood.rules
          rm -rf /usr/share/doc/lastgood /usr/local/share/man/man?/lastgood*
          dpkg -i --force-confmiss /srv/lastgood.deb
          """);
    }
  }

  /// The commands of a section of docs/install.md.
  private static String commandsOf(String section) throws IOException {
    String page = Files.readString(Path.of("docs/install.md"));
    String text = page.substring(page.indexOf("\n## " + section + "\n") + 4);
    return Arrays.stream(text.substring(0, text.indexOf("\n## ")).split("\n"))
        .filter(line -> line.startsWith("    "))
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }
}
