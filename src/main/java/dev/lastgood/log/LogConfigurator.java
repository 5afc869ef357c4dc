// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;

/// Sends the log to stderr, one event per line, without a timestamp: journald has its own.
///
/// Where stderr is journald's stream each line starts with its syslog priority, `<n>`, else with
/// the level's name. `$LASTGOOD_LOG` sets the level of our own loggers, INFO when unset; all others
/// are silent, and at WARN when that level is DEBUG or TRACE. Logback finds this class as a
/// service, so there is no XML file.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private final Map<String, String> environment;
  private final OutputStream out;
  private final Function<Level, String> prefix;

  /// Logs to this process's stderr, as its environment says.
  public LogConfigurator() {
    this(
        System.getenv(),
        System.err,
        JournalStream.isStderr(System.getenv()) ? LineAppender::priority : LineAppender::name);
  }

  LogConfigurator(
      Map<String, String> environment, OutputStream out, Function<Level, String> prefix) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.prefix = prefix;
  }

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    String wanted = environment.getOrDefault("LASTGOOD_LOG", "").strip();
    boolean known = LEVELS.contains(wanted.toLowerCase(Locale.ROOT));
    Level own = known ? Level.toLevel(wanted) : Level.INFO;
    loggers.getLogger("dev.lastgood").setLevel(own);

    var root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
    // What a library has to say reaches the operator as our own sentence; its stack traces help
    // only whoever looks for a bug.
    root.setLevel(own.isGreaterOrEqual(Level.INFO) ? Level.OFF : Level.WARN);
    LineAppender appender = new LineAppender(out, prefix);
    appender.setContext(loggers);
    appender.start();
    root.addAppender(appender);

    if (!known && !wanted.isEmpty()) {
      loggers
          .getLogger(LogConfigurator.class)
          .atWarn()
          .addKeyValue("LASTGOOD_LOG", wanted)
          .log("no such log level, info is used; there are " + String.join(", ", LEVELS));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
