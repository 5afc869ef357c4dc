// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.config.Config;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The hooks of a configuration.
///
/// @param sources all that there are, also those without a hook
/// @param secrets where the secret of a hook is
record Hooks(Set<SourceName> sources, Map<SourceName, Path> secrets) {
  Hooks {
    sources = Set.copyOf(sources);
    secrets = Map.copyOf(secrets);
  }

  static Hooks of(Config config) {
    return new Hooks(
        config.sources().stream().map(Source::name).collect(Collectors.toSet()),
        config.watch().hookSecrets());
  }

  /// The source that a request names.
  Optional<SourceName> source(String name) {
    return sources.stream().filter(each -> each.value().equals(name)).findFirst();
  }

  Optional<Path> secret(SourceName source) {
    return Optional.ofNullable(secrets.get(source));
  }
}
