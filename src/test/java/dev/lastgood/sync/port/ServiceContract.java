// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Service.Phase;
import dev.lastgood.sync.port.Service.State;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pass may rely on, whatever the service manager is.
public abstract class ServiceContract {
  /// A service manager whose service runs well.
  protected abstract Service service();

  /// How the service is activated.
  protected abstract Activation activation();

  /// Makes the service fail and gives up on it.
  protected abstract void fail() throws Exception;

  /// Takes the cause of its failure away, and starts nothing.
  protected abstract void mend() throws Exception;

  /// What a command activation would see.
  protected static CommandEnvironment environment() {
    return new CommandEnvironment(
        new TargetName("rules"),
        Path.of("/srv/rules.yaml"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void a_service_that_is_left_alone_keeps_its_identity() throws Exception {
    State state = service().state(activation());
    assertThat(state.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(state.identity()).isNotEmpty();
    assertThat(service().state(activation())).isEqualTo(state);
  }

  @Test
  void activating_starts_its_process_anew() throws Exception {
    State before = service().state(activation());
    service().activate(activation(), environment());
    State after = service().state(activation());
    assertThat(after.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(after.identity()).isNotEqualTo(before.identity());
  }

  @Test
  void activating_brings_a_failed_service_back() throws Exception {
    fail();
    assertThat(service().state(activation()).phase()).isEqualTo(Phase.FAILED);
    mend();
    service().activate(activation(), environment());
    assertThat(service().state(activation()).phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void reviving_brings_a_failed_service_back() throws Exception {
    fail();
    mend();
    service().revive(activation(), environment());
    assertThat(service().state(activation()).phase()).isEqualTo(Phase.ACTIVE);
  }
}
