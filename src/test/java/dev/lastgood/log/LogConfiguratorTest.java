// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

final class LogConfiguratorTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Function<Level, String> prefix = LineAppender::name;

  @Test
  void names_the_level_and_no_time() {
    warn(ours(Map.of()));

    assertThat(written()).isEqualTo("WARN service is slow target=app took=5s\n");
  }

  @Test
  void names_the_priority_for_journald() {
    prefix = LineAppender::priority;
    Logger log = ours(Map.of("LASTGOOD_LOG", "debug"));
    warn(log);
    log.error("e");
    log.info("i");
    log.debug("d");

    assertThat(written()).isEqualTo("<4>service is slow target=app took=5s\n<3>e\n<6>i\n<7>d\n");
  }

  @Test
  void the_stream_must_be_the_one_that_the_environment_names() throws Exception {
    Path stream = Files.createTempFile("stream", "");
    Map<String, Object> there = Files.readAttributes(stream, "unix:dev,ino");
    String name = there.get("dev") + ":" + there.get("ino");

    assertThat(JournalStream.is(Map.of("JOURNAL_STREAM", name), stream)).isTrue();
    assertThat(JournalStream.is(Map.of("JOURNAL_STREAM", name + "1"), stream)).isFalse();
    assertThat(JournalStream.is(Map.of("JOURNAL_STREAM", name), stream.resolveSibling("no")))
        .isFalse();
    assertThat(JournalStream.is(Map.of(), stream)).isFalse();
    Files.delete(stream);
  }

  @Test
  void shows_our_info_and_nothing_of_others() {
    LoggerContext loggers = configured(Map.of());
    for (String name : new String[] {"dev.lastgood.sync", "org.eclipse.jgit"}) {
      loggers.getLogger(name).debug("debug of {}", name);
      loggers.getLogger(name).info("info of {}", name);
      loggers.getLogger(name).error("error of {}", name);
    }

    assertThat(written().lines())
        .containsExactly("INFO info of dev.lastgood.sync", "ERROR error of dev.lastgood.sync");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debug", "DEBUG", " Debug "})
  void shows_our_debug_and_the_warnings_of_others_when_asked(String level) {
    LoggerContext loggers = configured(Map.of("LASTGOOD_LOG", level));
    loggers.getLogger("dev.lastgood.sync").debug("ours");
    loggers.getLogger("org.eclipse.jgit").info("theirs");
    loggers.getLogger("org.eclipse.jgit").warn("their warning");

    assertThat(written()).isEqualTo("DEBUG ours\nWARN their warning\n");
  }

  @Test
  void warns_of_a_level_that_is_none_and_stays_at_info() {
    Logger log = ours(Map.of("LASTGOOD_LOG", "loud"));
    log.debug("d");
    log.info("i");

    assertThat(written())
        .isEqualTo(
            "WARN no such log level, info is used; there are error, warn, info, debug, trace"
                + " LASTGOOD_LOG=loud\nINFO i\n");
  }

  @Test
  void takes_an_empty_level_as_unset() {
    ours(Map.of("LASTGOOD_LOG", "")).info("i");

    assertThat(written()).isEqualTo("INFO i\n");
  }

  @Test
  void lets_no_value_pass_for_another_key_or_line() {
    ours(Map.of())
        .atInfo()
        .addKeyValue("subject", "a \"b\" ok=1")
        .addKeyValue("why", "x\n<0>forged")
        .addKeyValue("none", "")
        .log("two\nlines");

    assertThat(written())
        .isEqualTo(
            "INFO two\\nlines subject=\"a \\\"b\\\" ok=1\" why=\"x\\n<0>forged\" none=\"\"\n");
  }

  @Test
  void lets_no_value_act_on_a_terminal() {
    ours(Map.of()).atInfo().addKeyValue("by", "\u001b[31mJane\u202e").log("new\u009b2J");

    assertThat(written()).isEqualTo("INFO new<U+009B>2J by=\"^[[31mJane<U+202E>\"\n");
  }

  @Test
  void gives_each_line_of_a_stack_trace_its_priority() {
    prefix = LineAppender::priority;
    ours(Map.of()).error("bug", new IllegalStateException("why"));

    assertThat(written().lines())
        .startsWith("<3>bug", "<3>java.lang.IllegalStateException: why")
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.startsWith("<3>"));
  }

  private static void warn(Logger log) {
    log.atWarn().addKeyValue("target", "app").addKeyValue("took", "5s").log("service is slow");
  }

  private Logger ours(Map<String, String> environment) {
    return configured(environment).getLogger("dev.lastgood.sync");
  }

  private LoggerContext configured(Map<String, String> environment) {
    LoggerContext loggers = new LoggerContext();
    loggers.setMDCAdapter(new LogbackMDCAdapter()); // as SLF4J's provider does
    new LogConfigurator(environment, out, prefix).configure(loggers);
    return loggers;
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
