// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Containers.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What runs containers on this host; only asked.
public final class ContainerEngines {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String RUNNING = "{{.State.Running}} {{.Id}}";
  private static final String MOUNTS = "{{range .Mounts}}{{.Source}}{{\"\\n\"}}{{end}}";

  /// What docker adds where its socket is not there: then it runs nothing.
  private static final String NOT_RUNNING = "Is the docker daemon running?";

  private final CommandRunner commands;
  private final List<String> engines;

  /// Asks podman and docker.
  public ContainerEngines(CommandRunner commands) {
    this(commands, List.of("podman", "docker"));
  }

  /// @param engines by name or path; one that is not there has no containers
  ContainerEngines(CommandRunner commands, List<String> engines) {
    this.commands = commands;
    this.engines = List.copyOf(engines);
  }

  /// What was looked for.
  sealed interface Found {
    /// A running container.
    record Container(String engine, String id) implements Found {}

    /// An image that is here.
    record Image(String engine, String reference) implements Found {}

    /// There is none.
    record Nothing(String why, String hint) implements Found {}

    /// An engine that is installed could not be asked, or it can't be told which one is meant.
    record Unknown(String why, String hint) implements Found {}
  }

  /// The running containers that mount this very file, for example `podman container 4711`.
  public List<String> mounting(Path file) {
    List<String> found = new ArrayList<>();
    for (String engine : engines) {
      for (String id : lines(engine, "ps", "--quiet")) {
        if (mounts(engine, id).contains(file.toString())) {
          found.add(engine + " container " + id);
        }
      }
    }
    return found;
  }

  /// Looks for what a program is to run in.
  Found find(Where where) {
    Search search = new Search();
    return switch (where) {
      case Where.Named(String name) -> search.named(name);
      case Where.Image(String reference) -> search.image(reference);
      case Where.Reading(Path file, _) -> search.reading(file);
    };
  }

  private List<String> mounts(String engine, String id) {
    return lines(engine, "inspect", "--format", MOUNTS, id);
  }

  private List<String> lines(String... argv) {
    return switch (ask(argv)) {
      case Finished.Exited(int code, String out, _) when code == 0 -> out.lines().toList();
      case Finished.Exited _, Finished.TimedOut _, Finished.NotStarted _ -> List.of();
    };
  }

  private Finished ask(String... argv) {
    return commands.run(new Command(List.of(argv), Map.of(), TIMEOUT));
  }

  /// One look at every engine. One that is installed and does not answer may have what is looked
  /// for.
  private final class Search {
    private final List<String> mute = new ArrayList<>();
    private int asked;

    /// By its id, which is the same where one engine answers under both names.
    Found named(String name) {
      Map<String, String> running = new LinkedHashMap<>();
      for (String engine : answering()) {
        said(engine, "inspect", "--format", RUNNING, name)
            .filter(lines -> lines.size() == 1 && lines.getFirst().startsWith("true "))
            .ifPresent(lines -> running.putIfAbsent(lines.getFirst(), engine));
      }
      if (running.size() > 1) {
        return new Found.Unknown(
            "podman and docker have a running container " + name + " each",
            "stop the one that is not meant, or name the image: parser: {image: REFERENCE}");
      }
      return running.values().stream()
          .findFirst()
          .<Found>map(engine -> new Found.Container(engine, name))
          .orElseGet(() -> none("no container " + name + " is running", "start it"));
    }

    Found image(String reference) {
      for (String engine : answering()) {
        if (said(engine, "image", "inspect", reference).isPresent()) {
          return new Found.Image(engine, reference);
        }
      }
      return none("the image " + reference + " is not on this host", "podman pull " + reference);
    }

    /// The container that mounts the nearest directory: one that watches the host mounts `/`.
    Found reading(Path file) {
      List<Mount> mounts = new ArrayList<>();
      for (String engine : answering()) {
        for (String id : said(engine, "ps", "--quiet").orElse(List.of())) {
          if (mounts.stream().noneMatch(mount -> mount.id().equals(id))) { // docker may be podman
            nearest(engine, id, file).ifPresent(mounts::add);
          }
        }
      }
      int longest = mounts.stream().mapToInt(mount -> mount.source().length()).max().orElse(0);
      mounts.removeIf(mount -> mount.source().length() < longest);
      if (mounts.size() > 1) {
        return new Found.Unknown(
            mounts.size() + " running containers mount " + mounts.getFirst().source(),
            "name the one that is meant: parser: {container: NAME}");
      }
      return mounts.isEmpty()
          ? none(
              "no running container mounts " + file,
              "start it, or name it: parser: {container: NAME}")
          : new Found.Container(mounts.getFirst().engine(), mounts.getFirst().id());
    }

    private Optional<Mount> nearest(String engine, String id, Path file) {
      Path real = real(file);
      return said(engine, "inspect", "--format", MOUNTS, id).stream()
          .flatMap(List::stream)
          .filter(source -> source.startsWith("/"))
          .filter(source -> file.startsWith(source) || real.startsWith(source))
          .max(Comparator.comparingInt(String::length))
          .map(source -> new Mount(engine, id, source));
    }

    /// What an engine that answers says of something; empty when that is not there, and when the
    /// engine answers no more.
    private Optional<List<String>> said(String engine, String... question) {
      String[] argv = Stream.concat(Stream.of(engine), Stream.of(question)).toArray(String[]::new);
      return switch (ask(argv)) {
        case Finished.Exited(int code, String out, _) when code == 0 ->
            Optional.of(out.lines().toList());
        case Finished.Exited _ -> Optional.empty();
        case Finished.TimedOut _, Finished.NotStarted _ -> {
          mute.add(engine + " does not answer");
          yield Optional.empty();
        }
      };
    }

    /// The engines that are there and answer.
    private List<String> answering() {
      List<String> answering = new ArrayList<>();
      for (String engine : engines) {
        switch (ask(engine, "ps", "--quiet")) {
          case Finished.Exited(int code, _, _) when code == 0 -> answering.add(engine);
          case Finished.Exited(_, _, String err) when err.contains(NOT_RUNNING) -> {}
          case Finished.Exited(_, _, String err) ->
              mute.add(engine + ": " + err.lines().reduce((_, last) -> last).orElse("no reason"));
          case Finished.TimedOut _ -> mute.add(engine + " does not answer");
          case Finished.NotStarted _ -> {} // not installed
        }
      }
      asked = answering.size();
      return answering;
    }

    private Found none(String why, String hint) {
      if (!mute.isEmpty()) {
        return new Found.Unknown(
            "containers can't be asked about, " + String.join("; ", mute),
            "let this user ask, or have the host answer: systemd.requests");
      }
      return asked == 0
          ? new Found.Unknown(
              "neither podman nor docker is installed and running here",
              "install or start one, or have the host answer: systemd.requests")
          : new Found.Nothing(why, hint);
    }
  }

  private static Path real(Path file) {
    Path directory = file.resolveSibling("");
    try {
      return directory.toRealPath().resolve(file.getFileName());
    } catch (IOException _) {
      return file;
    }
  }

  /// @param source what it mounts from this host
  private record Mount(String engine, String id, String source) {}
}
