// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// The interval after `--watch`, which may be left out: what follows and is no duration is a
/// target.
final class WatchInterval implements ITypeConverter<Duration>, IParameterPreprocessor {
  static final String USUAL = "2s";
  private static final Duration LEAST = Duration.ofSeconds(1);

  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .filter(interval -> interval.compareTo(LEAST) >= 0)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no interval of a second or more, as in 2s or 1m"));
  }

  @Override
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean isAttached = "=".equals(info.get("separator"));
    if (!isAttached && (args.isEmpty() || Durations.parse(args.peek()).isEmpty())) {
      args.push(USUAL);
    }
    return false;
  }
}
