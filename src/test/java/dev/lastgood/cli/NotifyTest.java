// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people hear of what happens, through a real program.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class NotifyTest {
  private static final String CONFIG =
      """
      state: %%s
      sources:
        fit:
          url: https://git.example.org/fit.git
          branch: master
          web: https://git.example.org/fit/commit/{commit}
      targets:
        powersync:
          source: fit
          path: powersync/sync-rules.yaml
          destination: /srv/rules.yaml
          activate:
            systemd: {unit: powersync.service}
          probe:
            http: http://127.0.0.1:8080/probes/liveness
            settle: 6s
      notify:
        - command: [/usr/bin/tee, -a, %s]
      """;

  @TempDir private Path directory;
  private CliWorld host;

  @BeforeEach
  void start() throws IOException {
    host = new CliWorld(directory);
    host.happen("config " + CONFIG.formatted(inbox()).replace("\n", "\\n"));
    host.happen("commit Start with one bucket | v1");
    host.happen("run sync");
  }

  private Path inbox() {
    return directory.resolve("inbox");
  }

  /// What came since the last time.
  private String heard() throws IOException {
    String heard = Files.exists(inbox()) ? Files.readString(inbox()) : "";
    Files.deleteIfExists(inbox());
    return heard;
  }

  @Test
  void what_goes_well_is_told_to_nobody() throws IOException {
    host.happen("commit Add a bucket | v2");
    host.happen("run sync");

    assertThat(heard()).isEmpty();
    assertThat(directory.resolve("state/notified.json")).doesNotExist();
  }

  @Test
  void a_bad_merge_is_told_once_with_all_that_a_person_needs() throws IOException {
    host.happen("wait PT1H");
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync");

    String heard = heard();
    assertThat(heard.lines().findFirst().orElseThrow())
        .isEqualTo(
            "[web-arm] powersync: waiting, the branch's content is in quarantine, the last good is"
                + " live")
        .hasSizeLessThan(120);
    assertThat(heard)
        .isEqualTo(
            """
            [web-arm] powersync: waiting, the branch's content is in quarantine, the last good is live

            live     01c0ffee00 "Start with one bucket" by Jane <jane@example.org>, live since \
            2026-11-21 04:00:06 CET, proof: passed
            waits    02c0ffee00 "Tidy up" by Jane <jane@example.org>, committed \
            2026-11-20 13:00:02 CET
            why      check yaml: refused
            since    2026-11-21 05:00:06 CET
            next     merge a fix; or try it again: lastgood sync powersync --retry
            link     https://git.example.org/fit/commit/02c0ffee00000000000000000000000000000000
            time     2026-11-21 05:00:06 CET
            """);
    host.happen("wait PT5M");
    host.happen("run sync");
    assertThat(heard()).as("of the same").isEmpty();
    host.happen("commit Unrelated | bad-yaml");
    host.happen("run sync");
    assertThat(heard()).as("of the same content in another commit").isEmpty();
  }

  @Test
  void it_is_told_again_after_a_day_when_it_is_something_else_and_when_it_is_over()
      throws IOException {
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync");
    assertThat(heard()).startsWith("[web-arm] powersync: waiting, ");
    host.happen("wait PT24H");
    host.happen("run sync");
    assertThat(heard()).startsWith("[web-arm] powersync: still waiting, ");
    host.happen("commit Try again | bad-yaml again");
    host.happen("run sync");
    assertThat(heard())
        .startsWith("[web-arm] powersync: waiting, ")
        .contains("\"Try again\" by Jane", "previous waiting");
    host.happen("commit Mend it | v2");
    host.happen("run sync");
    assertThat(heard())
        .startsWith("[web-arm] powersync: recovered, good (was waiting): as it should be\n")
        .contains("live     04c0ffee00 \"Mend it\" by Jane");
    host.happen("wait PT24H");
    host.happen("run sync");
    assertThat(heard()).isEmpty();
  }

  @Test
  void what_it_came_through_is_told_when_it_is_over() throws IOException {
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync");
    host.happen("edit mine");
    host.happen("down");
    host.happen("wait PT25H");
    host.happen("run sync");
    assertThat(heard()).contains("[web-arm] powersync: stale, ");
    host.happen("up");
    host.happen("commit Mend it | v2");
    host.happen("run sync");

    assertThat(heard()).startsWith("[web-arm] powersync: recovered, good (was waiting, stale): ");
  }

  @Test
  void an_order_that_ends_it_is_told_by_the_next_pass() throws IOException {
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync");
    assertThat(heard()).isNotEmpty();
    host.happen("run pause --reason migration");
    host.happen("run sync");

    assertThat(heard())
        .startsWith("[web-arm] powersync: now held (was waiting): paused\n")
        .contains("why      migration, by jane");
  }

  @Test
  void another_pass_at_work_is_no_news() throws IOException {
    host.happen("lock");
    host.happen("run sync");
    assertThat(heard()).isEmpty();
  }

  @Test
  void a_unit_that_failed_for_what_no_target_says_is_told() throws IOException {
    CliWorld.Said said = host.run("notify", "--unit", "lastgood.service");

    assertThat(said.exit()).isZero();
    assertThat(heard())
        .startsWith("[web-arm] lastgood.service: failed, systemd did not say how\n")
        .contains("live     powersync good\n")
        .contains(
            "next     journalctl -u lastgood.service -n 50; lastgood doctor; lastgood status");
    host.run("notify", "--unit", "lastgood.service");
    assertThat(heard()).as("of the same").isEmpty();
    host.happen("run sync");
    assertThat(heard())
        .startsWith(
            "[web-arm] lastgood.service: recovered, good (was failed): passes are made again\n");
  }

  @Test
  void a_unit_is_told_by_its_whole_name_and_nothing_else_is_taken_for_one() throws IOException {
    assertThat(host.run("notify", "--unit", "powersync").exit()).isZero();
    assertThat(heard()).contains("powersync.service: failed");
    for (String name : List.of("", "evil\n\u001b[31m.service", "a/b.service", "$(id).service")) {
      CliWorld.Said said = host.run("notify", "--unit", name);
      assertThat(said.exit()).as(name).isEqualTo(2);
      assertThat(said.err()).contains("--unit is no name of a unit", "Hint: ");
    }
    assertThat(heard()).isEmpty();
  }

  @Test
  void a_unit_that_failed_for_a_targets_state_is_not_told_beside_that() throws IOException {
    host.variable("MONITOR_SERVICE_RESULT", "exit-code");
    host.variable("MONITOR_EXIT_STATUS", "5");
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync");
    assertThat(heard()).isNotEmpty();
    host.run("notify", "--unit", "lastgood.service");
    assertThat(heard()).isEmpty();
    host.variable("MONITOR_EXIT_STATUS", "2");
    host.run("notify", "--unit", "lastgood.service");
    assertThat(heard())
        .startsWith("[web-arm] lastgood.service: failed, exit code 2: wrong usage\n");
    host.variable("MONITOR_SERVICE_RESULT", "timeout");
    host.variable("MONITOR_EXIT_STATUS", "TERM");
    host.run("notify", "--unit", "lastgood.service");
    assertThat(heard())
        .startsWith("[web-arm] lastgood.service: failed, it ended by timeout (TERM)\n");
  }

  @Test
  void that_the_configuration_is_wrong_is_told_by_who_it_names() throws IOException {
    host.happen("config " + (CONFIG.formatted(inbox()) + "watsch: {}\n").replace("\n", "\\n"));
    assertThat(host.run("notify").exit()).isEqualTo(ExitCode.OPERATOR.code());

    CliWorld.Said said = host.run("notify", "--unit", "lastgood.service");

    assertThat(said.exit()).isZero();
    assertThat(heard())
        .startsWith("[web-arm] lastgood.service: failed, ")
        .contains("lastgood.yaml:19:1: the file: has no key 'watsch'");
  }

  @Test
  void a_rehearsal_and_a_question_tell_nobody() throws IOException {
    host.happen("commit Tidy up | bad-yaml");
    host.happen("run sync --dry-run");
    host.happen("run status");

    assertThat(heard()).isEmpty();
  }

  @Test
  void whoever_fails_changes_nothing_of_the_pass_and_is_told_by_the_next() throws IOException {
    String failing = CONFIG.replace("/usr/bin/tee, -a", "/bin/false");
    host.happen("config " + failing.formatted(inbox()).replace("\n", "\\n"));
    host.happen("commit Tidy up | bad-yaml");
    CliWorld.Said said = host.run("sync");
    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(Files.readString(directory.resolve("state/notified.json"))).contains("Tidy up");
  }
}
