// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.ConfigRejected.Problem;
import dev.lastgood.config.RootKeys.Parts;
import dev.lastgood.file.PipedFile;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Notifier;
import dev.lastgood.yaml.Document;
import dev.lastgood.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/// Reads the configuration file.
///
/// Strict: what is not understood is refused, with the place in the file and what was probably
/// meant. Reads nothing but the file itself: the paths in it need not exist, and are only looked up
/// to see which of them lead to the same file.
public final class ConfigReader {
  private static final int MAX_BYTES = 1 << 20;

  /// How long the program at the other end of a pipe may take.
  private static final Duration PIPED = Duration.ofSeconds(10);

  private final Map<String, String> environment;

  /// Replaces `${NAME}` from this environment.
  public ConfigReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// Reads and checks a file.
  ///
  /// @throws ConfigRejected with every problem found
  public Config read(Path file) throws ConfigRejected {
    Document document = StrictYaml.read(bytes(file));
    ParseState state = new ParseState(file.toString(), environment);
    document.flaws().forEach(state::reject);
    Optional<Parts> parts = document.root().flatMap(root -> parts(root, state));
    if (!state.problems().isEmpty()) {
      throw new ConfigRejected(state.problems());
    }
    return parts
        .map(good -> good.of(file))
        .orElseThrow(() -> rejected(file, "is empty", "docs/configuration.md has an example"));
  }

  /// The same file as it is read: with what presets fill in written out, and without naming them.
  ///
  /// @throws ConfigRejected when it can't be read at all; whether it is right, [#read] says
  public String resolved(Path file) throws ConfigRejected {
    Optional<Node> root = StrictYaml.read(bytes(file)).root();
    return root.map(Presets::written).orElse("");
  }

  /// Who is told, and where that is remembered, as far as a file says so that is wrong elsewhere.
  ///
  /// @throws ConfigRejected when it can't be read at all
  public Notifying notifying(Path file) throws ConfigRejected {
    ParseState state = new ParseState(file.toString(), environment);
    Optional<Location> root =
        StrictYaml.read(bytes(file)).root().map(node -> new Location(node, "", state));
    return new Notifying(
        root.flatMap(at -> alone(at, HostKeys.STATE)).orElse(HostKeys.USUAL_STATE),
        root.flatMap(at -> alone(at, NotifyKeys.NOTIFY)).orElse(List.of()));
  }

  /// A key's value without those around it; empty when it is not given or can't be read.
  private static <T> Optional<T> alone(Location root, Key<T> key) {
    Location at = root.at(key.name());
    return at.path().isEmpty() ? Optional.empty() : at.read(key.shape());
  }

  /// Who is told.
  ///
  /// @param state the state directory
  public record Notifying(Path state, List<Notifier> notifiers) {
    public Notifying {
      notifiers = List.copyOf(notifiers);
    }
  }

  private static Optional<Parts> parts(Node root, ParseState state) {
    Presets.merge(root);
    return new Location(root, "", state).read(RootKeys.SECTION);
  }

  private static byte[] bytes(Path file) throws ConfigRejected {
    try {
      return Files.isRegularFile(file) || Files.isDirectory(file) || !Files.exists(file)
          ? RegularFile.bytes(file, MAX_BYTES)
          : PipedFile.bytes(file, MAX_BYTES, PIPED);
    } catch (RegularFile.TooLarge _) {
      throw rejected(file, "is larger than 1 MiB and no configuration", "");
    } catch (NoSuchFileException _) {
      throw rejected(
          file, "there is no such file", "name another one with --config FILE or LASTGOOD_CONFIG");
    } catch (AccessDeniedException _) {
      throw rejected(
          file,
          "cannot be read by this user",
          "run as a user who may, or name another file with --config");
    } catch (IOException e) {
      throw rejected(
          file,
          Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage(),
          "name a file with --config FILE or LASTGOOD_CONFIG");
    }
  }

  private static ConfigRejected rejected(Path file, String message, String hint) {
    return new ConfigRejected(List.of(new Problem(file.toString(), message, hint)));
  }
}
