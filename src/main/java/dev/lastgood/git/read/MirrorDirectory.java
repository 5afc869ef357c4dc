// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.git.link.Messages;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the mirrors stand: `<state>/mirror/<source>.git`, each bare, shallow, and disposable.
///
/// The caller holds the state directory's lock, so whatever a killed pass left may be removed. A
/// mirror is built beside its place, as `<source>.git.new`, and renamed into it when it is whole;
/// the one before goes by `<source>.git.old` for a moment. Killed in between, there is no mirror,
/// and the next pass fetches one.
record MirrorDirectory(Path directory) {
  /// What JGit leaves when it is killed: locks, half a pack, a collection's own lock.
  private static final Pattern LEFTOVER =
      Pattern.compile("(incoming_|gc_|tmp_|\\.probe-).*|gc\\.pid|gc\\.log|.*\\.keep");

  /// More than a mirror's refs, or its boundary, take.
  private static final long LARGEST_LIST = 16 << 20;

  /// Where a source's mirror is.
  Path place(Source source) {
    return directory.resolve(source.name() + ".git");
  }

  private Path beside(Source source, String suffix) {
    return directory.resolve(source.name() + ".git." + suffix);
  }

  /// Removes what killed passes left of a source's mirror, inside it and beside it.
  void sweep(Source source) throws IOException {
    remove(beside(source, "new"));
    remove(beside(source, "old"));
    remove(beside(source, "scratch")); // as earlier versions left it
    Path mirror = place(source);
    if (!Files.isDirectory(mirror)) {
      return;
    }
    try (Stream<Path> files = Files.walk(mirror)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (isLeftover(mirror.relativize(file))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    boolean ref = file.startsWith("refs");
    return name.endsWith(".lock") || (!ref && LEFTOVER.matcher(name).matches());
  }

  /// An empty bare repository beside the mirror's place, ready to be filled. Without a HEAD it is
  /// none yet.
  ///
  /// Written by hand, because JGit starts a shell to try out the file system.
  Path prepare(Source source, String configuration) throws IOException {
    Path fresh = beside(source, "new");
    remove(fresh);
    Files.createDirectories(fresh.resolve("objects/pack"));
    Files.createDirectories(fresh.resolve("objects/info"));
    Files.createDirectories(fresh.resolve("refs/heads"));
    Files.writeString(fresh.resolve("config"), configuration);
    return fresh;
  }

  /// A source's address as a value in a configuration; it never holds credentials.
  static String quoted(Source source) {
    return source.url().toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /// What it means that a mirror can't be written.
  StepFailed unwritable(IOException e) {
    return new StepFailed(
        Failure.operator(
            Step.FETCH,
            "the mirror in " + directory + " can't be written: " + Messages.of(e),
            "give this user write access to " + directory + ", and look at the free space"),
        e);
  }

  /// Puts a prepared repository into the mirror's place.
  void swap(Source source) throws IOException {
    Path place = place(source);
    Path old = beside(source, "old");
    if (Files.exists(place, NOFOLLOW_LINKS)) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(beside(source, "new"), place, StandardCopyOption.ATOMIC_MOVE);
    remove(old);
  }

  /// Whether a mirror is made of files that end, and that are no larger than those of any. What is
  /// not, a pipe above all, would be waited for.
  static boolean isPlain(Path mirror) throws IOException {
    try (Stream<Path> files = Files.walk(mirror)) {
      for (Path file : files.filter(each -> !Files.isDirectory(each, NOFOLLOW_LINKS)).toList()) {
        boolean pack = file.startsWith(mirror.resolve("objects"));
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)
            || (!pack && Files.size(file) > LARGEST_LIST)) {
          return false;
        }
      }
      return true;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// The bytes that a repository's packs take.
  static long size(Path repository) throws IOException {
    long sum = 0;
    for (Path pack : packs(repository)) {
      sum += Files.size(pack);
    }
    return sum;
  }

  /// A repository's packs.
  static List<Path> packs(Path repository) throws IOException {
    Path directory = repository.resolve("objects/pack");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(MirrorDirectory::delete);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
