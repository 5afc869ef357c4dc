// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.port.Service.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads what systemd 252 printed; see `testdata/systemctl`.
class UnitStatusTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "active       | ACTIVE   | true  | false | active/running",
        "inactive     | STOPPED  | true  | false | inactive/dead",
        "failed       | FAILED   | true  | true  | failed/failed, exit-code (status 9)",
        "auto-restart | STARTING | true  | true"
            + " | activating/auto-restart, exit-code (status 7), restarted 1 times",
        "start-limit  | FAILED   | true  | true"
            + " | failed/failed, exit-code (status 1), restarted 5 times",
        "not-found    | STOPPED  | false | false | inactive/dead, not-found",
        "masked       | STOPPED  | false | false | inactive/dead, masked",
      })
  void reads_what_systemd_says(
      String recorded, Phase phase, boolean usable, boolean down, String detail)
      throws IOException {
    UnitStatus status = recorded(recorded);
    assertThat(status.phase()).isEqualTo(phase);
    assertThat(status.isUsable()).isEqualTo(usable);
    assertThat(status.isDownAgainstItsWill()).isEqualTo(down);
    assertThat(status.detail()).isEqualTo(detail);
  }

  @Test
  void a_unit_that_goes_down_is_not_down_yet() {
    assertThat(UnitStatus.parse("ActiveState=deactivating\n").phase()).isEqualTo(Phase.STOPPING);
  }

  @Test
  void each_start_has_an_identity_of_its_own() throws IOException {
    assertThat(recorded("active").identity()).isEqualTo("a02aeea1ac704a8888dd479e4f53f398:0");
    assertThat(recorded("auto-restart").identity()).isEqualTo("b0c8e8751830451c874dba9d5a00fd65:1");
    assertThat(recorded("inactive").identity()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"activating", "maintenance", "", "word of a later version"})
  void what_is_neither_up_nor_down_is_on_its_way(String active) {
    assertThat(UnitStatus.parse("ActiveState=" + active + "\n").phase()).isEqualTo(Phase.STARTING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reloading", "refreshing"})
  void a_unit_that_reloads_runs(String active) {
    assertThat(UnitStatus.parse("ActiveState=" + active + "\n").phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void a_unit_that_runs_without_its_file_is_usable() {
    assertThat(UnitStatus.parse("LoadState=not-found\nActiveState=active").isUsable()).isTrue();
  }

  private static UnitStatus recorded(String name) throws IOException {
    return UnitStatus.parse(Files.readString(Path.of("testdata", "systemctl", name + ".txt")));
  }
}
