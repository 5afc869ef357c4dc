// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.Operator;
import dev.lastgood.config.Config;
import dev.lastgood.host.StopSignal;
import dev.lastgood.host.SystemTime;
import dev.lastgood.host.TerminalSize;
import dev.lastgood.log.JournalStream;
import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.Time;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// The process as the commands see it, so that a test can be one.
///
/// @param variables the environment variables
/// @param streams what comes in and goes out
/// @param clock what time it is here
/// @param operator who gave the command, and where
/// @param wiring what connects the adapters for a configuration
/// @param signal what passes and stopping signals meet at
record Environment(
    Map<String, String> variables,
    Streams streams,
    Clock clock,
    Operator operator,
    Function<Config, Equipment> wiring,
    StopSignal signal) {

  /// What time it is.
  ///
  /// @param zone the time zone that people here read; asked for late, because that searches every
  ///   jar for rules of time zones
  record Clock(Time time, Supplier<ZoneId> zone) {}

  /// This process.
  ///
  /// @param signal what passes and stopping signals meet at
  static Environment ofThisProcess(StopSignal signal) {
    Map<String, String> variables = System.getenv();
    Time time = new SystemTime();
    Operator operator = operator(variables);
    Streams streams = Streams.ofThisProcess(variables);
    Wiring.Around around =
        new Wiring.Around(time, operator, signal.section(), streams.screen().progress());
    return new Environment(
        variables,
        streams,
        new Clock(time, ZoneId::systemDefault),
        operator,
        config -> Wiring.equip(config, around),
        signal);
  }

  private static Operator operator(Map<String, String> variables) {
    String user = variables.getOrDefault("SUDO_USER", System.getProperty("user.name", "?"));
    return new Operator(user, hostname(variables));
  }

  /// The kernel's word: asking a resolver could take seconds and would need a network.
  private static String hostname(Map<String, String> variables) {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return variables.getOrDefault("HOSTNAME", "localhost");
    }
  }

  /// What comes in and goes out.
  ///
  /// @param in standard input, for `upload-pack`
  /// @param raw standard output, for `upload-pack`
  /// @param out standard output for data; always UTF-8
  /// @param err standard error for talk
  /// @param screen what somebody who looks has before them
  /// @param journal whether standard error is journald's
  record Streams(
      InputStream in,
      StandardOutput raw,
      PrintWriter out,
      PrintWriter err,
      Screen screen,
      boolean journal) {
    /// What the terminal can show.
    Line.Style style() {
      return screen.style();
    }

    private static Streams ofThisProcess(Map<String, String> variables) {
      StandardOutput raw = new StandardOutput(new FileOutputStream(FileDescriptor.out));
      OutputStream err = new FileOutputStream(FileDescriptor.err);
      Progress progress = Progress.NONE;
      if (TerminalSize.isErrTerminal() && canDraw(variables)) {
        ProgressLine line = new ProgressLine(err, style(variables), TerminalSize::ofErr);
        progress = line;
        err = line.talk();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8)); // the log's
      }
      return new Streams(
          new FileInputStream(FileDescriptor.in),
          raw,
          new PrintWriter(raw, true, StandardCharsets.UTF_8),
          new PrintWriter(err, true, StandardCharsets.UTF_8),
          new Screen(style(variables), TerminalSize::ofOut, progress, variables),
          JournalStream.isStderr(variables));
    }

    private static boolean canDraw(Map<String, String> variables) {
      return !variables.getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static Line.Style style(Map<String, String> variables) {
      boolean wanted = variables.getOrDefault("NO_COLOR", "").isEmpty() && canDraw(variables);
      Charset locale = Charset.forName(System.getProperty("native.encoding", "US-ASCII"));
      return new Line.Style(
          wanted && TerminalSize.isOutTerminal(), locale.equals(StandardCharsets.UTF_8));
    }
  }
}
