// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Activation;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The keys of a target.
final class TargetKeys {
  private static final Key<SourceName> SOURCE =
      Key.optional(
          "source", Scalars.SOURCE_NAME, "the only source there is", "Where the file comes from.");
  private static final Key<RepoPath> PATH =
      Key.required("path", Scalars.REPO_PATH, "The file, relative to the repository's root.");
  private static final Key<Path> DESTINATION =
      Key.required(
          "destination",
          Scalars.PATH,
          "Where it goes: a regular file at a path that never changes. Nothing that this"
              + " configuration stands on (secrets, schemas, programs, the state directory), and no"
              + " other target's, however its path is spelled.");
  private static final Key<Boolean> KEEP_PREVIOUS =
      Key.defaulted(
          "keep-previous",
          Scalars.SWITCH,
          "true",
          "Whether the bytes that were replaced stay beside it as `<destination>.prev`.");
  private static final Key<FileMode> MODE =
      Key.optional(
          "mode",
          Scalars.MODE,
          "kept, or 0644 for a new file",
          "The file's permissions, in quotes, as in `\"0644\"`.");
  private static final Key<Long> MAX_SIZE =
      Key.defaulted(
          "max-size",
          Scalars.SIZE,
          "1MiB",
          "A larger file is refused. At most the source's `limits.object`, 16 MiB, 4 MiB with the"
              + " checks `yaml`, `json-schema` and `powersync`, and a fourteenth of the memory that"
              + " lastgood may use: 256 MiB, or what `LASTGOOD_JAVA_OPTS=-Xmx512m` says.");
  private static final Key<String> POWERSYNC =
      Key.required(
          PowerSyncPreset.NAME, PowerSyncPreset.SECTION, "A self-hosted PowerSync's sync rules.");
  private static final Key<String> PRESET =
      Key.optional(
          Presets.KEY,
          new Shape.Either<>(
              Scalars.oneOf(PowerSyncPreset.NAME),
              new Section<>(
                  "A preset, with what it leaves open.",
                  List.of(POWERSYNC),
                  fields -> fields.get(POWERSYNC))),
          "no checks and no probe but your own",
          "Checks and a probe for a known service, see below: `powersync`, or `{powersync:"
              + " {token-file: …}}`. Your own keys win, and your own `powersync` check stands in"
              + " the place of the preset's. `lastgood check-config --resolved` prints what it"
              + " comes to.");
  private static final Key<List<CheckSpec>> CHECK =
      Key.defaulted(
          "check",
          CheckKeys.LIST,
          "[]",
          "In order, all must pass. Built in always and first: the size, and that there is"
              + " content.");
  private static final Key<Boolean> ALLOW_REMOVALS =
      Key.optional(
          "allow-removals",
          Scalars.SWITCH,
          "false",
          "Whether the source may remove what clients have, as the check `powersync` sees it.");
  private static final Key<Activation> ACTIVATE =
      Key.required(
          "activate",
          ActivateKeys.SHAPE,
          "How the service is made to read the file again; `none` when it notices by itself.");
  private static final Key<ProbeSpec> PROBE =
      Key.optional(
          "probe",
          ProbeKeys.SECTION,
          "the activation's success is the proof",
          "How the service proves that it runs well.");
  private static final Key<List<Consumer.Wait>> DEPLOY_WHEN =
      Key.optional(
          "deploy-when",
          QuestionKeys.WAITS,
          "at once",
          "Questions to the running service that must all be green before it is made to read"
              + " something new. While one is not, nothing is swapped, restarted or refused, and it"
              + " is deployed by itself afterwards. Nobody waits for a service that does not answer"
              + " at all, nor on a way back or to heal a hand edit.");
  private static final Key<Boolean> RETRY_AFTER_OUTAGE =
      Key.defaulted(
          "retry-after-outage",
          Scalars.SWITCH,
          "true",
          "Whether content that failed while the service was unhealthy without it, too, is tried"
              + " once more by itself when the service has been seen healthy.");
  private static final Key<Place.OnDrift> ON_DRIFT =
      Key.defaulted(
          "on-drift",
          Scalars.word(Place.OnDrift.class),
          "heal",
          "When someone edited the destination: `heal` puts the last good back, `report` only says"
              + " so.");

  static final Section<Draft> SECTION =
      new Section<>(
          "One path of a source, deployed to one destination on this host.",
          List.of(
              SOURCE,
              PATH,
              DESTINATION,
              KEEP_PREVIOUS,
              MODE,
              MAX_SIZE,
              PRESET,
              CHECK,
              ALLOW_REMOVALS,
              ACTIVATE,
              PROBE,
              DEPLOY_WHEN,
              RETRY_AFTER_OUTAGE,
              ON_DRIFT),
          Draft::new);

  private TargetKeys() {}

  /// A target whose source is still a name.
  record Draft(Fields fields) {
    Location at() {
      return fields.at();
    }

    Optional<SourceName> source() {
      return fields.find(SOURCE);
    }

    Location sourceLocation() {
      return fields.at(SOURCE);
    }

    Path destination() {
      return fields.get(DESTINATION);
    }

    Location destinationLocation() {
      return fields.at(DESTINATION);
    }

    Target target(Source source) {
      long maxSize = fields.get(MAX_SIZE);
      List<CheckSpec> checks = checks();
      SizeLimits.demandFile(maxSize, checks, fields.at(MAX_SIZE));
      if (maxSize > source.access().limits().maxObject()) {
        fields.reject(
            MAX_SIZE,
            "is more than the source's limits.object, which would refuse the file first",
            "raise limits.object of the source " + source.name());
      }
      return new Target(
          new TargetName(at().name()),
          source,
          fields.get(PATH),
          new Place(
              destination(), fields.find(MODE), fields.get(KEEP_PREVIOUS), fields.get(ON_DRIFT)),
          new Gate(maxSize, checks),
          new Consumer(fields.get(ACTIVATE), fields.find(PROBE), patience()));
    }

    private Consumer.Patience patience() {
      Optional<List<Consumer.Wait>> waits = fields.find(DEPLOY_WHEN);
      if (waits.filter(List::isEmpty).isPresent()) {
        fields.reject(DEPLOY_WHEN, "asks nothing", "name a question, or remove the line");
      }
      return new Consumer.Patience(waits.orElse(List.of()), fields.get(RETRY_AFTER_OUTAGE));
    }

    private List<CheckSpec> checks() {
      List<CheckSpec> checks = fields.get(CHECK);
      boolean allowed = fields.find(ALLOW_REMOVALS).orElse(false);
      if (fields.find(ALLOW_REMOVALS).isPresent()
          && checks.stream().noneMatch(CheckSpec.PowerSyncRules.class::isInstance)) {
        fields.reject(
            ALLOW_REMOVALS,
            "goes with 'preset: powersync' or the check 'powersync' only",
            "remove it");
      }
      return checks.stream().map(check -> allowed ? allowing(check) : check).toList();
    }

    private static CheckSpec allowing(CheckSpec check) {
      return check instanceof CheckSpec.PowerSyncRules(_, Optional<RulesParser> parser)
          ? new CheckSpec.PowerSyncRules(true, parser)
          : check;
    }
  }
}
