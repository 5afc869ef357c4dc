// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Optional;
import org.slf4j.Logger;

/// Sends the log to stderr, one event per line, without a timestamp: journald has its own.
///
/// Under journald (`$JOURNAL_STREAM` is set) each line starts with its syslog priority, `<n>`.
/// `$LASTGOOD_LOG` sets the level of our own loggers, INFO when unset; all others are silent, and
/// at WARN when that level is DEBUG or TRACE. Logback finds this class as a service, so there is no
/// XML file.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String PLAIN = "%-5level %msg %kvp{DOUBLE}%n%ex";
  private static final String JOURNAL = "%priority%msg %kvp{DOUBLE}%n%ex";

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    PatternLayout line = new PatternLayout();
    line.setContext(loggers);
    line.getInstanceConverterMap().put("priority", Priority::new);
    line.setPattern(System.getenv("JOURNAL_STREAM") == null ? PLAIN : JOURNAL);
    line.start();

    LayoutWrappingEncoder<ILoggingEvent> lines = new LayoutWrappingEncoder<>();
    lines.setContext(loggers);
    lines.setLayout(line);
    lines.start();

    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(loggers);
    stderr.setTarget("System.err");
    stderr.setEncoder(lines);
    stderr.start();

    var root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
    Level own = ownLevel();
    // What a library has to say reaches the operator as our own sentence; its stack traces help
    // only
    // whoever looks for a bug.
    root.setLevel(own.isGreaterOrEqual(Level.INFO) ? Level.OFF : Level.WARN);
    root.addAppender(stderr);
    loggers.getLogger("dev.lastgood").setLevel(own);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Level ownLevel() {
    return Level.toLevel(
        Optional.ofNullable(System.getenv("LASTGOOD_LOG")).orElse("INFO"), Level.INFO);
  }

  /// The event's level as journald reads it: `<3>` error, `<4>` warning, `<6>` info, `<7>` debug.
  static final class Priority extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return switch (event.getLevel().toInt()) {
        case Level.ERROR_INT -> "<3>";
        case Level.WARN_INT -> "<4>";
        case Level.INFO_INT -> "<6>";
        default -> "<7>";
      };
    }
  }
}
