// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Auth;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that a configuration stands on, by their paths, each with what it is in words: what a
/// deployment must never overwrite.
final class Belongings {
  private final Map<Path, String> files = new LinkedHashMap<>();

  private Belongings() {}

  static Map<Path, String> of(Path configuration, List<Source> sources, List<Target> targets) {
    Belongings belongings = new Belongings();
    belongings.files.put(configuration, "this configuration");
    sources.forEach(belongings::add);
    targets.forEach(belongings::add);
    return belongings.files;
  }

  private void add(Source source) {
    String of = " of the source '" + source.name() + "'";
    switch (source.access().auth()) {
      case Auth.Anonymous() -> {}
      case Auth.Token(String _, Path token) -> files.put(token, "the token-file" + of);
      case Auth.SshKey(Path key, Path hosts) -> {
        files.put(key, "the key-file" + of);
        files.put(hosts, "the known-hosts-file" + of);
      }
    }
    source.access().caFile().ifPresent(file -> files.put(file, "the ca-file" + of));
    source
        .policy()
        .signatures()
        .allowedSigners()
        .ifPresent(file -> files.put(file, "the allowed-signers-file" + of));
    source
        .policy()
        .signatures()
        .openpgpKeys()
        .ifPresent(file -> files.put(file, "the openpgp-keys-file" + of));
  }

  private void add(Target target) {
    String of = " of the target '" + target.name() + "'";
    for (CheckSpec check : target.gate().checks()) {
      switch (check) {
        case CheckSpec.JsonSchema(Path schema, _) -> files.put(schema, "a json-schema" + of);
        case CheckSpec.Command command -> program(command.argv(), "a check's program" + of);
        case CheckSpec.Yaml _, CheckSpec.PowerSyncRules _ -> {}
      }
    }
    switch (target.consumer().activation()) {
      case Activation.Command command -> program(command.argv(), "the activation's program" + of);
      case Activation.Systemd _, Activation.None _ -> {}
    }
    target.consumer().probe().ifPresent(probe -> add(probe.question(), of));
  }

  private void add(ProbeSpec.Question question, String of) {
    switch (question) {
      case ProbeSpec.Command(List<String> argv) -> program(argv, "the probe's program" + of);
      case ProbeSpec.Systemd _ -> {}
      case ProbeSpec.Http http -> {
        for (ProbeSpec.HeaderValue value : http.request().headers().values()) {
          switch (value) {
            case ProbeSpec.HeaderValue.Literal _ -> {}
            case ProbeSpec.HeaderValue.FromFile(Path file) ->
                files.put(file, "a header's file" + of);
          }
        }
      }
    }
  }

  /// An empty command, or one without an absolute path, has been rejected already.
  private void program(List<String> argv, String what) {
    if (!argv.isEmpty() && argv.getFirst().startsWith("/")) {
      files.put(Path.of(argv.getFirst()), what);
    }
  }
}
