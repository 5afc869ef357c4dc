// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StatusCache.Poll;
import dev.lastgood.sync.port.StatusCacheContract;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class StatusFileTest extends StatusCacheContract {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StatusFile.class);

  @TempDir Path state;

  @Override
  protected StatusCache cache() {
    return new StatusFile(state);
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void it_is_one_readable_file_and_nothing_beside_it() throws IOException {
    cache().remember(FIT, GOOD);
    assertThat(state.toFile().list()).containsExactly("status.json");
    assertThat(state.resolve("status.json"))
        .content()
        .contains("\"version\": 1", "\"app\"", "\"succeededAt\": \"2026-11-21T10:00:00.123456Z\"")
        .endsWith("}\n");
  }

  @Test
  void what_an_earlier_version_wrote_is_read() throws Exception {
    for (String name : List.of("status.json", "identity.json")) {
      Files.copy(Path.of("testdata/state", name), state.resolve(name));
    }
    StatusFile file = new StatusFile(state);
    Target target = new World().target;
    Release live = new Release(new CommitId("12".repeat(20)), BlobId.of("a".getBytes(UTF_8)));

    Poll poll = file.lastPoll(target.source()).orElseThrow();
    assertThat(poll.error()).contains("refused: \"no\" <a href='x'>&=");
    assertThat(poll.tip().orElseThrow().branch().name()).isEqualTo("release/1");
    assertThat(file.carrier(target, live).orElseThrow().unused().hex()).startsWith("efef");
    assertThat(file.judged(target)).contains(Instant.parse("2026-11-21T10:00:00.123456Z"));
    assertThat(file.refused(target.name()).orElseThrow().digest()).startsWith("1212");
    assertThat(file.isolation()).contains("oci");
    LastPass pass = file.lastPass(target.name()).orElseThrow();
    assertThat(pass.result().failure().orElseThrow().remedy()).isEqualTo(Remedy.ACCEPT_REWRITE);
    assertThat(pass.found().orElseThrow().cause().author().name()).isEqualTo("Jörg");
    assertThat(pass.entry()).isPresent();
    assertThat(StateIdentity.of(state).orElseThrow().boot()).isEqualTo("boot-1");
    assertThat(log.list).isEmpty();
  }

  @Test
  void a_pass_is_written_once_when_it_ends_also_when_it_breaks() throws IOException {
    StatusFile file = new StatusFile(state);
    file.together(() -> {
      file.remember(FIT, GOOD);
      assertThat(state.resolve("status.json")).doesNotExist();
      return "done";
    });
    assertThat(cache().lastPoll(FIT)).contains(GOOD);
    assertThatThrownBy(() ->
            file.together(() -> {
              file.remember(FIT, BAD);
              throw new IllegalStateException("a bug");
            }))
        .hasMessage("a bug");
    assertThat(cache().lastPoll(FIT)).contains(BAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{\"version\": 1, \"sources\": {\"app\": {\"at\"",
        "[]",
        "null",
        "{\"version\": 2, \"sources\": {}}",
        "{\"version\": {}}",
        "{\"version\": 1, \"sources\": {\"app\": {\"of\": \"https://git.example.org/app/fit.git"
            + " master\"}}}",
        "{\"version\": 1, \"sources\": {\"app\": {\"of\": \"https://git.example.org/app/fit.git"
            + " master\", \"at\": \"yesterday\"}}}",
      })
  void what_is_not_ours_is_treated_as_empty_with_one_warning(String content) throws IOException {
    Files.writeString(state.resolve("status.json"), content);
    StatusCache cache = cache();
    assertThat(cache.lastPoll(FIT)).isEmpty();
    assertThat(cache.lastPoll(FIT)).isEmpty();
    assertThat(log.list).hasSize(1).allMatch(event -> event.getLevel() == Level.WARN);
    cache.remember(FIT, BAD);
    assertThat(cache.lastPoll(FIT)).contains(BAD);
  }

  @Test
  void what_cannot_be_written_is_a_warning_and_no_failure() throws IOException {
    Files.createDirectory(state.resolve("status.json"));
    cache().remember(FIT, GOOD);
    assertThat(log.list).isNotEmpty().allMatch(event -> event.getLevel() == Level.WARN);
    assertThat(cache().lastPoll(FIT)).isEmpty();
    assertThat(state.toFile().list()).containsExactly("status.json");
  }
}
