// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.model.Content;
import dev.lastgood.model.Place;
import dev.lastgood.sync.port.Destination.Staged;
import org.junit.jupiter.api.Test;

/// What a pass may rely on, whatever the destination is.
public abstract class DestinationContract {
  protected static final Content OLD = Content.of("rules: old\n");
  protected static final Content NEW = Content.of("rules: new\r\nno newline at the end");

  /// A destination with nothing at [#place].
  protected abstract Destination destination();

  /// The place the tests use.
  protected abstract Place place();

  /// Whether files can remember anything where the tests run.
  protected boolean canRemember() throws Exception {
    return true;
  }

  @Test
  void nothing_stands_there_at_first() throws Exception {
    assertThat(destination().look(place())).isEmpty();
  }

  @Test
  void staging_changes_nothing_that_a_reader_sees() throws Exception {
    Staged staged = destination().stage(place(), NEW);
    assertThat(staged.place()).isEqualTo(place());
    assertThat(staged.content()).isEqualTo(NEW);
    assertThat(destination().look(place())).isEmpty();
  }

  @Test
  void what_was_swapped_in_is_what_stands_there_byte_for_byte() throws Exception {
    destination().swap(destination().stage(place(), OLD));
    assertThat(destination().look(place())).contains(OLD);
    destination().swap(destination().stage(place(), NEW));
    assertThat(destination().look(place())).contains(NEW);
  }

  @Test
  void what_was_discarded_changes_nothing() throws Exception {
    destination().swap(destination().stage(place(), OLD));
    destination().discard(destination().stage(place(), NEW));
    assertThat(destination().look(place())).contains(OLD);
  }

  @Test
  void a_sweep_leaves_what_is_live() throws Exception {
    destination().swap(destination().stage(place(), OLD));
    assertThat(destination().stage(place(), NEW)).isNotNull();
    destination().sweep(place());
    assertThat(destination().look(place())).contains(OLD);
  }

  @Test
  void what_was_swapped_in_remembers_that() throws Exception {
    assumeTrue(canRemember(), "needs a file system with extended attributes");
    assertThat(destination().deploymentTag(place())).isEmpty();
    destination().swap(destination().stage(place(), OLD));
    destination().swap(destination().stage(place(), NEW));
    assertThat(destination().deploymentTag(place()))
        .contains(new Destination.DeploymentTag(true, NEW.blob()));
    destination().remove(place());
    assertThat(destination().deploymentTag(place())).isEmpty();
  }

  @Test
  void removing_twice_is_fine() throws Exception {
    destination().swap(destination().stage(place(), OLD));
    destination().remove(place());
    destination().remove(place());
    assertThat(destination().look(place())).isEmpty();
  }
}
