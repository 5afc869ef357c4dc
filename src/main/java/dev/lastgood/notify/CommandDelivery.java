// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Harmless;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hands messages to a program: in its arguments, in its environment, and whole on its standard
/// input. No shell sees any of it.
record CommandDelivery(CommandRunner runner) {
  private static final int LONGEST = 200;

  /// `EX_DATAERR` of sysexits.h.
  private static final int DATA_ERROR = 65;

  Delivered deliver(Notifier.Command to, Message message, Duration timeout) {
    List<String> argv = to.argv().stream().map(word -> filled(word, message)).toList();
    Map<String, String> environment = new HashMap<>(message.variables());
    environment.put("LC_ALL", "C.UTF-8");
    byte[] input = to.stdin().filled(message::get).getBytes(StandardCharsets.UTF_8);
    return switch (runner.run(new Command(argv, environment, timeout), input)) {
      case Finished.Exited(int code, _, _) when code == 0 -> new Delivered.Done();
      case Finished.Exited(int code, String out, String err) when code == DATA_ERROR ->
          new Delivered.Refused("exit " + code + said(err.isBlank() ? out : err));
      case Finished.Exited(int code, String out, String err) ->
          new Delivered.Failed("exit " + code + said(err.isBlank() ? out : err));
      case Finished.TimedOut(String out, String err) ->
          new Delivered.Failed(
              "it did not end within "
                  + Durations.rough(timeout)
                  + said(err.isBlank() ? out : err));
      case Finished.NotStarted(String why) ->
          new Delivered.Failed("it could not be started: " + why);
    };
  }

  /// What strangers wrote is never taken for an option: where a word begins with a place and what
  /// is put there with a dash, a blank comes first.
  private static String filled(MessageTemplate word, Message message) {
    String filled = word.filled(message::get);
    boolean isOption = filled.startsWith("-") && !word.text().startsWith("-");
    return isOption ? " " + filled : filled;
  }

  private static String said(String output) {
    return output.isBlank() ? "" : ": " + Harmless.line(output, LONGEST);
  }
}
