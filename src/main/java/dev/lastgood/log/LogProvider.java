// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Logback for SLF4J, configured by [LogConfigurator], without a search of every jar.
///
/// SLF4J takes it because `lib/jvm.options` names it. Where nobody does, as in the tests, SLF4J
/// finds Logback's own provider, and that finds the configurator: the log is the same.
public final class LogProvider implements SLF4JServiceProvider {
  private final LoggerContext loggers = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter mdc = new LogbackMDCAdapter();

  public LogProvider() {}

  @Override
  public void initialize() {
    loggers.setName("default");
    loggers.setMDCAdapter(mdc);
    LogConfigurator configurator = new LogConfigurator();
    configurator.setContext(loggers);
    configurator.configure(loggers);
    loggers.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return mdc;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
