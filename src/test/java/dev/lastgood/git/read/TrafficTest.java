// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Traffic;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to have gone over the wire, against what the server saw.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TrafficTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "rules.yaml", "one");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_request_since_the_last_look_counts_and_every_byte_of_the_answers(boolean filters)
      throws Exception {
    bench.filtering(filters);
    Source source = bench.http().build();
    for (int change = 1; change <= 3; change++) {
      bench.origin.commit("master", "rules.yaml", "change " + change);
      bench.server.forget();

      assertThat(bench.read(source, "rules.yaml")).isEqualTo("change " + change);

      Traffic traffic = bench.mirror.traffic(source);
      assertThat(traffic.requests()).isEqualTo(bench.server.requests().size()).isPositive();
      assertThat(traffic.bytes()).isEqualTo(bench.server.sent()).isPositive();
    }
    bench.server.forget();
    bench.mirror.look(source);
    assertThat(bench.mirror.traffic(source).requests()).as("a look alone").isEqualTo(1);
    assertThat(bench.mirror.traffic(source).bytes()).isEqualTo(bench.server.sent());
  }

  @Test
  void a_repository_on_this_host_is_opened() throws Exception {
    Source source = bench.file().build();
    bench.read(source, "rules.yaml");
    assertThat(bench.mirror.traffic(source).requests()).isPositive();
    assertThat(bench.mirror.traffic(source).bytes()).isPositive();
  }

  @Test
  void a_server_that_refuses_was_asked_all_the_same() {
    Source source = bench.http().with(bench.token("wrong\n")).build();
    Bench.failure(() -> bench.mirror.look(source));
    assertThat(bench.mirror.traffic(source).requests()).isPositive();
  }
}
