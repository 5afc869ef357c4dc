// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitPages;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.HostName;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Worded;
import dev.lastgood.text.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The single values of the configuration.
final class Scalars {
  static final Scalar<String> TEXT = scalar(Syntax.TEXT, Scalars::filled);
  static final Scalar<String> PLAIN = scalar(Syntax.PLAIN, text -> text);
  static final Scalar<Boolean> SWITCH =
      new Scalar<>(Syntax.SWITCH, List.of("true", "false"), Boolean::valueOf);

  /// How long something may take that a pass waits for.
  static final Scalar<Duration> DURATION =
      scalar(Syntax.DURATION, text -> duration(text, Duration.ofDays(1), "1d"));

  /// How often something is done for as long as the process lives.
  static final Scalar<Duration> INTERVAL = scalar(Syntax.DURATION, Scalars::interval);

  /// How old something may be.
  static final Scalar<Duration> AGE =
      scalar(Syntax.DURATION, text -> duration(text, Duration.ofDays(3650), "3650d"));

  /// Bytes that are held in memory.
  static final Scalar<Long> SIZE = scalar(Syntax.SIZE, text -> size(text, 1L << 30, "1GiB"));

  /// Bytes that go through.
  static final Scalar<Long> TRAFFIC = scalar(Syntax.SIZE, text -> size(text, 1L << 40, "1024GiB"));

  static final Scalar<Path> PATH = scalar(Syntax.PATH, Scalars::path);

  /// A file that node_exporter reads: it takes those with this ending, and leaves all others.
  static final Scalar<Path> PROM_FILE = scalar(Syntax.PROM_FILE, Scalars::promFile);

  static final Scalar<FileMode> MODE = scalar(Syntax.MODE, FileMode::parse);
  static final Scalar<RemoteUrl> REMOTE = scalar(Syntax.URL, RemoteUrl::parse);
  static final Scalar<URI> HTTP = scalar(Syntax.URL, Scalars::http);
  static final Scalar<CommitPages> COMMIT_PAGES = scalar(Syntax.URL, CommitPages::new);
  static final Scalar<Branch> BRANCH = scalar(Syntax.TEXT, Branch::new);
  static final Scalar<HostName> HOST = scalar(Syntax.TEXT, HostName::new);
  static final Scalar<RepoPath> REPO_PATH = scalar(Syntax.TEXT, RepoPath::new);
  static final Scalar<SourceName> SOURCE_NAME = scalar(Syntax.TEXT, SourceName::new);
  static final Scalar<String> UNIT = scalar(Syntax.TEXT, Scalars::unit);
  static final Scalar<String> PROCESS_NAME = scalar(Syntax.TEXT, Scalars::processName);
  static final Scalar<InetSocketAddress> LISTEN = scalar(Syntax.LISTEN, Scalars::listen);
  static final Scalar<Integer> COUNT = scalar(Syntax.NUMBER, Scalars::count);
  static final Scalar<Integer> STATUS = scalar(Syntax.NUMBER, Scalars::status);

  /// A program and its arguments, each a text, the program absolute.
  static final Many<String> COMMAND =
      new Many<>(
          scalar(Syntax.TEXT, text -> text),
          "a list of program and arguments",
          "no shell reads it; write it as in [/usr/bin/test, -s, \"{file}\"]");

  static final Many<String> TEXTS = new Many<>(TEXT, "a list", "write it as in [one, two]");

  private static final Pattern SIZE_FORM = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)|\\d{1,18}");
  private static final Pattern UNIT_FORM =
      Pattern.compile(
          "[A-Za-z0-9:_.\\\\@-]+\\.(service|socket|timer|path|target|mount|slice|scope)");

  private Scalars() {}

  /// One of an enum's constants, by its word.
  static <E extends Enum<E> & Worded> Scalar<E> word(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(Worded::word).toList();
    return new Scalar<>(Syntax.TEXT, words, text -> constants.get(words.indexOf(text)));
  }

  /// One of a few texts.
  static Scalar<String> oneOf(String... words) {
    return new Scalar<>(Syntax.TEXT, List.of(words), text -> text);
  }

  private static <T> Scalar<T> scalar(Syntax kind, Function<String, T> parse) {
    return new Scalar<>(kind, List.of(), parse);
  }

  private static String filled(String text) {
    return check(!text.isBlank(), text, "must not be empty");
  }

  private static Duration duration(String text, Duration most, String mostWords) {
    Duration duration =
        Optional.of(text)
            .filter(given -> given.matches(Syntax.DURATION.pattern()))
            .flatMap(Durations::parse)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "is no duration: '" + text + "'; " + Syntax.DURATION.hint()));
    check(duration.isPositive(), text, "must be longer than nothing");
    check(duration.compareTo(most) <= 0, text, "must not be longer than " + mostWords);
    return duration;
  }

  private static Duration interval(String text) {
    Duration interval = duration(text, Duration.ofDays(1), "1d");
    check(interval.toSeconds() > 0, text, "must not be shorter than 1s");
    return interval;
  }

  private static Long size(String text, long most, String mostWords) {
    Matcher matcher = SIZE_FORM.matcher(text);
    check(matcher.matches(), text, "is no size: '" + text + "'; " + Syntax.SIZE.hint());
    long count = Long.parseLong(Objects.requireNonNullElse(matcher.group(1), text));
    check(count > 0, text, "must be larger than nothing");
    long size = bytes(count, Objects.requireNonNullElse(matcher.group(2), ""));
    check(size <= most, text, "must not be larger than " + mostWords);
    return size;
  }

  private static long bytes(long count, String unit) {
    return switch (unit) {
      case "KiB" -> count << 10;
      case "MiB" -> count << 20;
      case "GiB" -> count << 30;
      default -> count;
    };
  }

  private static Path path(String text) {
    check(
        text.startsWith("/"),
        text,
        "must be an absolute path, one that starts with /: '" + text + "'");
    try {
      return Path.of(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getReason(), e);
    }
  }

  private static Path promFile(String text) {
    Path file = path(text);
    check(
        text.matches(Syntax.PROM_FILE.pattern()),
        text,
        "must be a file whose name ends in .prom: '" + text + "'");
    return file;
  }

  private static URI http(String text) {
    String message = "must be a url that starts with http:// or https:// and names a host";
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme());
      check(scheme.matches("https?") && uri.getHost() != null, text, message);
      check(uri.getUserInfo() == null, text, "must not hold credentials");
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(message, e);
    }
  }

  private static String unit(String text) {
    String mended = text + ".service";
    boolean lacksSuffix = !UNIT_FORM.matcher(text).matches() && UNIT_FORM.matcher(mended).matches();
    check(!lacksSuffix, text, "must be a unit's whole name: did you mean '" + mended + "'?");
    return check(UNIT_FORM.matcher(text).matches(), text, "is no name of a unit: '" + text + "'");
  }

  private static Integer count(String text) {
    check(text.matches("[1-9][0-9]{0,3}"), text, "must be a number from 1 to 9999: '" + text + "'");
    return Integer.valueOf(text);
  }

  static Integer status(String text) {
    check(text.matches("[1-5][0-9]{2}"), text, "is no HTTP status: " + text);
    return Integer.valueOf(text);
  }

  private static String processName(String text) {
    check(!text.isBlank() && !text.contains("/"), text, "is no name of a process: '" + text + "'");
    return check(
        text.length() <= 15, text, "is longer than the 15 letters that the kernel keeps of a name");
  }

  /// Numbers only: a name would be asked of a server before anything listens.
  private static InetSocketAddress listen(String text) {
    String message = "is no address and port: '" + text + "'; " + Syntax.LISTEN.hint();
    check(text.matches(Syntax.LISTEN.pattern()), text, message);
    int colon = text.lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    check(port >= 1 && port <= 65_535, text, "has no port between 1 and 65535: '" + text + "'");
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      return host.equals("localhost")
          ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
          : new InetSocketAddress(InetAddress.ofLiteral(host), port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(message, e);
    }
  }

  private static String check(boolean holds, String text, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
    return text;
  }
}
