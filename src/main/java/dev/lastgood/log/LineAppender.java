// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.lastgood.text.Harmless;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/// Writes an event as one line, `message key=value`, and its stack trace, if any, on the lines
/// below.
///
/// A value that holds a space, a quote or a control character is quoted, so that nothing that came
/// from outside can pass for another key or another line.
final class LineAppender extends AppenderBase<ILoggingEvent> {
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"\\p{Cntrl}]+");

  private final OutputStream out;
  private final Function<Level, String> prefix;

  /// @param prefix what stands before each line: [#name] or [#priority]
  LineAppender(OutputStream out, Function<Level, String> prefix) {
    this.out = out;
    this.prefix = prefix;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String before = prefix.apply(event.getLevel());
    StringBuilder lines = new StringBuilder();
    text(event).lines().forEach(line -> lines.append(before).append(line).append('\n'));
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      addError("the log can't be written", e);
    }
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(escaped(event.getFormattedMessage()));
    Optional.ofNullable(event.getKeyValuePairs())
        .ifPresent(facts -> facts.forEach(fact -> append(text, fact)));
    Optional.ofNullable(event.getThrowableProxy())
        .ifPresent(thrown -> text.append('\n').append(ThrowableProxyUtil.asString(thrown)));
    return text.toString();
  }

  private static void append(StringBuilder text, KeyValuePair fact) {
    String value = String.valueOf(fact.value);
    text.append(' ').append(fact.key).append('=');
    text.append(
        PLAIN.matcher(value).matches() ? value : '"' + escaped(value).replace("\"", "\\\"") + '"');
  }

  private static String escaped(String text) {
    return Harmless.spelled(text.replace("\r", "\\r").replace("\n", "\\n"), true);
  }

  static String name(Level level) {
    return level + " ";
  }

  static String priority(Level level) {
    Priority priority =
        switch (level.toInt()) {
          case Level.ERROR_INT -> Priority.ERROR;
          case Level.WARN_INT -> Priority.WARNING;
          case Level.INFO_INT -> Priority.INFO;
          default -> Priority.DEBUG;
        };
    return priority.prefix();
  }
}
