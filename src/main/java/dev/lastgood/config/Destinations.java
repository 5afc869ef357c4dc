// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.RootKeys.Parts;
import dev.lastgood.config.TargetKeys.Draft;
import dev.lastgood.model.Access;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the bytes of all targets go: nowhere twice, and over no file that the configuration needs.
final class Destinations {
  private final Map<FileName, String> taken = new HashMap<>();

  /// Protects the configuration and every file that it names.
  Destinations(Path configuration, Parts parts) {
    protect(configuration, "this configuration");
    parts.sources().forEach(this::protect);
    parts.targets().forEach(this::protect);
    parts
        .ledger()
        .push()
        .ifPresent(push -> protect(push.remote().access(), " of the record's remote"));
    parts
        .operation()
        .metrics()
        .textfile()
        .ifPresent(file -> protect(file, "the textfile of the metrics"));
    parts.operation().notifiers().forEach(this::protect);
    parts
        .operation()
        .watch()
        .hookSecrets()
        .forEach((name, file) -> protect(file, "the secret-file of the hook '" + name + "'"));
  }

  private void protect(Notifier notifier) {
    switch (notifier.channel()) {
      case Notifier.Command(List<MessageTemplate> argv, _) ->
          program(argv.stream().map(MessageTemplate::text).toList(), "a notifier's program");
      case Notifier.Webhook webhook ->
          webhook.secrets().forEach(file -> protect(file, "a file of a notifier's webhook"));
    }
  }

  private void protect(Access access, String of) {
    access.auth().files().forEach((key, file) -> protect(file, "the " + key + of));
    access.caFile().ifPresent(file -> protect(file, "the ca-file" + of));
  }

  private void protect(Source source) {
    String of = " of the source '" + source.name() + "'";
    protect(source.access(), of);
    source
        .policy()
        .signatures()
        .allowedSigners()
        .ifPresent(file -> protect(file, "the allowed-signers-file" + of));
    source
        .policy()
        .signatures()
        .openpgpKeys()
        .ifPresent(file -> protect(file, "the openpgp-keys-file" + of));
  }

  private void protect(Target target) {
    String of = " of the target '" + target.name() + "'";
    for (CheckSpec check : target.gate().checks()) {
      check.schema().ifPresent(schema -> protect(schema, "a json-schema" + of));
      program(check.argv(), "a check's program" + of);
      check.secrets().forEach(file -> protect(file, "a header's file" + of));
    }
    program(target.consumer().activation().argv(), "the activation's program" + of);
    target.consumer().probe().ifPresent(probe -> protect(probe.question(), of));
    target.consumer().patience().deployWhen().forEach(wait -> protect(wait.question(), of));
  }

  private void protect(ProbeSpec.Question question, String of) {
    question.commands().forEach(argv -> program(argv, "the probe's program" + of));
    question.secrets().forEach(file -> protect(file, "a header's file" + of));
  }

  /// An empty command, or one without an absolute path, has been rejected already.
  private void program(List<String> argv, String what) {
    if (!argv.isEmpty() && argv.getFirst().startsWith("/")) {
      protect(Path.of(argv.getFirst()), what);
    }
  }

  private void protect(Path file, String what) {
    taken.putIfAbsent(FileName.of(file), what);
    taken.putIfAbsent(FileName.behind(file), what);
  }

  /// Rejects a destination below one of our own directories.
  static void refuseWithin(Path directory, String what, Collection<Draft> drafts) {
    for (Draft draft : drafts) {
      if (FileName.isWithin(draft.destination(), directory)) {
        draft
            .destinationLocation()
            .reject(
                "must not be inside " + what + " " + directory,
                "give the file a directory of its own");
      }
    }
  }

  /// Rejects what is taken already, for the file or for its previous bytes, and takes both.
  void take(Draft draft) {
    Path path = draft.destination();
    Path name = path.getFileName();
    if (name == null) {
      draft.destinationLocation().reject("must be a file", "");
      return;
    }
    FileName file = FileName.of(path);
    FileName previous = FileName.of(path.resolveSibling(name + ".prev"));
    @Nullable String owner = taken.get(file);
    @Nullable String before = taken.get(previous);
    if (owner != null) {
      draft.destinationLocation().reject("is " + owner + " too", "one would overwrite the other");
    } else if (before != null) {
      draft
          .destinationLocation()
          .reject(
              "would keep its previous bytes over " + before + ", in " + name + ".prev",
              "name another destination");
    }
    String target = " the target '" + draft.at().name() + "'";
    taken.putIfAbsent(file, "the destination of" + target);
    taken.putIfAbsent(previous, "the file of previous bytes of" + target);
  }
}
