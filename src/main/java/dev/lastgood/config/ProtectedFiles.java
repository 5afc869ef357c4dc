// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

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
final class ProtectedFiles {
  private final Map<Path, String> files = new LinkedHashMap<>();

  private ProtectedFiles() {}

  static Map<Path, String> of(Path configuration, List<Source> sources, List<Target> targets) {
    ProtectedFiles belongings = new ProtectedFiles();
    belongings.files.put(configuration, "this configuration");
    sources.forEach(belongings::add);
    targets.forEach(belongings::add);
    return belongings.files;
  }

  private void add(Source source) {
    String of = " of the source '" + source.name() + "'";
    source.access().auth().files().forEach((key, file) -> files.put(file, "the " + key + of));
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
      check.schema().ifPresent(schema -> files.put(schema, "a json-schema" + of));
      program(check.argv(), "a check's program" + of);
    }
    program(target.consumer().activation().argv(), "the activation's program" + of);
    target.consumer().probe().ifPresent(probe -> add(probe.question(), of));
  }

  private void add(ProbeSpec.Question question, String of) {
    program(question.argv(), "the probe's program" + of);
    question.secrets().forEach(file -> files.put(file, "a header's file" + of));
  }

  /// An empty command, or one without an absolute path, has been rejected already.
  private void program(List<String> argv, String what) {
    if (!argv.isEmpty() && argv.getFirst().startsWith("/")) {
      files.put(Path.of(argv.getFirst()), what);
    }
  }
}
