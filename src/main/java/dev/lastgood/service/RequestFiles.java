// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// Requests to the host, as files.
///
/// A request is a file of one line; the host's `answer-unit-requests` takes it away, does what it
/// allows, and leaves an answer of the same name. Killed in here, a request stays that was not
/// taken yet: the host then still does it, and throws its answer away after a while.
final class RequestFiles {
  static final String ANSWERER = "lastgood-units.service";

  /// The host's answer when it does not allow what is asked for, as answer-unit-requests has it.
  static final int REFUSED = 126;

  /// What the host may take to notice a request: it is woken within milliseconds.
  static final Duration NOTICE = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(100);
  private static final int LARGEST = 64 * 1024;
  private static final String TRIGGER = "lastgood-units.path";

  private final Path directory;
  private final Duration notice;
  private final SecureRandom random = new SecureRandom();

  /// Leaves requests below this directory, and looks for answers there.
  RequestFiles(Path directory, Duration notice) {
    this.directory = directory;
    this.notice = notice;
  }

  /// What the host answered.
  ///
  /// @param code an exit code
  record Reply(int code, String text) {}

  /// Asks the host.
  ///
  /// @param input what the host's program is to read; none when empty
  /// @return empty when the host took the request and the answer is still out
  Optional<Reply> ask(String line, byte[] input, Duration timeout) throws StepFailed {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String name = HexFormat.of().formatHex(id);
    Path requests = directory.resolve("requests");
    Path handed = requests.resolve(name + ".input");
    if (input.length > 0) {
      leave(handed, input);
    }
    try {
      Path request = requests.resolve(name + ".request");
      leave(request, (line + "\n").getBytes(UTF_8));
      Optional<String> answer = await(name, request, timeout);
      return answer.isPresent() ? Optional.of(reply(answer.get())) : Optional.empty();
    } finally {
      withdraw(handed);
    }
  }

  private void leave(Path request, byte[] bytes) throws StepFailed {
    Path hidden = request.resolveSibling("." + request.getFileName());
    try {
      Files.write(hidden, bytes, StandardOpenOption.CREATE_NEW);
      Files.move(hidden, request, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      withdraw(hidden);
      throw trouble(
          "no request can be left in " + request.getParent() + ": " + reason(e),
          "is it there, and this user's? systemctl status " + TRIGGER + "; ls -l " + directory);
    }
  }

  /// Waits for the answer, but for a host that never takes the request only so long as a host needs
  /// to notice it.
  ///
  /// @return empty when the request was taken and the answer is still out
  private Optional<String> await(String name, Path request, Duration timeout) throws StepFailed {
    Path answer = directory.resolve("answers").resolve(name);
    long start = System.nanoTime();
    Backoff backoff = new Backoff();
    try {
      while (true) {
        boolean late = isOver(start, timeout);
        boolean unnoticed = isOver(start, notice) && Files.exists(request, NOFOLLOW_LINKS);
        Optional<String> read = read(answer);
        if (read.isPresent()) {
          return read;
        }
        if (late || unnoticed) {
          return givenUp(request);
        }
        backoff.take();
      }
    } finally {
      backoff.end();
    }
  }

  private static boolean isOver(long start, Duration timeout) {
    return System.nanoTime() - start >= timeout.toNanos();
  }

  /// Whoever removes the request decides: when it is us, nothing was done and nothing will be.
  private Optional<String> givenUp(Path request) throws StepFailed {
    if (withdraw(request)) {
      throw trouble(
          "nobody answers requests in " + directory,
          "is " + TRIGGER + " running? systemctl status " + TRIGGER + " " + ANSWERER);
    }
    return Optional.empty();
  }

  private Optional<String> read(Path answer) throws StepFailed {
    try (InputStream in = Files.newInputStream(answer, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
      return Optional.of(new String(in.readNBytes(LARGEST), UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw trouble(
          "the answer in " + answer.getParent() + " can't be read: " + reason(e),
          "let this user's group read it: ls -ld " + answer.getParent());
    }
  }

  private Reply reply(String answer) throws StepFailed {
    int end = answer.indexOf('\n');
    int code = code(answer.substring(0, Math.max(end, 0)));
    if (code < 0) {
      throw trouble(
          "the answer in " + directory + " is cut off",
          "is its file system full? df " + directory + "; journalctl -u " + ANSWERER + " -n 20");
    }
    return new Reply(code, answer.substring(end + 1));
  }

  /// An exit code; anything else is no answer of ours.
  private static int code(String line) {
    try {
      int code = Integer.parseInt(line);
      return code <= 255 ? code : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static boolean withdraw(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException _) {
      return false;
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such directory"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private static StepFailed trouble(String message, String hint) {
    return StepFailed.operator(Step.ACTIVATE, message, hint);
  }

  /// Longer and longer pauses. An interrupt doesn't cut the wait short, as with a program of ours:
  /// what was asked for may be half done.
  private static final class Backoff {
    private Duration next = SHORTEST;
    private boolean interrupted;

    void take() {
      try {
        Thread.sleep(next);
      } catch (InterruptedException _) {
        interrupted = true;
      }
      Duration longer = next.multipliedBy(2);
      next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }

    void end() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
