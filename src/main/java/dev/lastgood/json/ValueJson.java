// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Person;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Run;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.model.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The model's values ⇄ JSON.
public final class ValueJson {
  private ValueJson() {}

  public static Json of(Person person) {
    return Json.object().put("name", person.name()).put("email", person.email());
  }

  private static Person person(Json json) {
    return new Person(json.text("name"), json.text("email"));
  }

  static Json of(SourceCommit commit) {
    return Json.object()
        .put("commit", commit.id())
        .put("author", of(commit.author()))
        .put("subject", commit.subject())
        .put("authoredAt", commit.authoredAt())
        .put("committedAt", commit.committedAt())
        .put("message", commit.message());
  }

  static SourceCommit commit(Json json) {
    return new SourceCommit(
        new CommitId(json.text("commit")),
        person(json.object("author")),
        json.instant("authoredAt"),
        json.instant("committedAt"),
        json.text("message"));
  }

  /// `{commit, blob}`; without a commit the content is foreign; empty when nothing is live.
  public static Optional<Json> of(Live live) {
    return live.content().map(blob -> Json.object().put("commit", live.origin()).put("blob", blob));
  }

  static Live live(Optional<Json> json) {
    return json.map(it ->
            live(it.nullable("commit", CommitId::new), Optional.of(new BlobId(it.text("blob")))))
        .orElseGet(Live.Nothing::new);
  }

  static Live live(Optional<CommitId> commit, Optional<BlobId> blob) {
    if (blob.isEmpty()) {
      return new Live.Nothing();
    }
    return commit
        .<Live>map(id -> new Live.Managed(new Release(id, blob.get())))
        .orElseGet(() -> new Live.Foreign(blob.get()));
  }

  /// Content that must not be tried again.
  public static Json of(Quarantine quarantine) {
    return Json.object().put("blob", quarantine.blob()).put("reason", quarantine.reason());
  }

  static Quarantine quarantine(Json json) {
    return new Quarantine(
        new BlobId(json.text("blob")), json.word("reason", Quarantine.Reason.class));
  }

  public static Json of(Failure failure) {
    return Json.object()
        .put("step", failure.step())
        .put("message", failure.message())
        .put("hint", failure.hint())
        .put("remedy", failure.remedy());
  }

  public static Failure failure(Json json) {
    return new Failure(
        json.word("step", Step.class),
        json.word("remedy", Remedy.class),
        json.text("message"),
        json.text("hint"));
  }

  public static Json of(Verdict verdict) {
    return Json.object()
        .put("check", verdict.check())
        .put("result", verdict.result())
        .put("message", verdict.message())
        .put("hint", verdict.hint());
  }

  private static Verdict verdict(Json json) {
    return new Verdict(
        json.text("check"),
        json.word("result", Verdict.Result.class),
        json.text("message"),
        json.text("hint"));
  }

  public static Json of(Sample sample) {
    return Json.object()
        .put("at", sample.at())
        .put("green", sample.green())
        .put("detail", sample.detail())
        .put("advancing", sample.advancing());
  }

  private static Sample sample(Json json) {
    return new Sample(
        json.instant("at"),
        json.flag("green"),
        json.text("detail"),
        json.nullable("advancing", value -> value));
  }

  private static Json of(Proof proof) {
    return Json.object()
        .put("standing", proof.standing())
        .put("healthyBefore", proof.healthyBefore())
        .put("summary", proof.summary())
        .putAll("samples", proof.samples(), ValueJson::of);
  }

  private static Proof proof(Json json) {
    return new Proof(
        json.word("standing", Proof.Standing.class),
        json.nullableFlag("healthyBefore"),
        json.objects("samples", ValueJson::sample),
        json.text("summary"));
  }

  /// `triedSamples` is there only where content failed.
  static Json of(Evidence evidence) {
    Json json =
        Json.object()
            .putAll("checks", evidence.checks(), ValueJson::of)
            .put("changes", evidence.changes())
            .put("proof", of(evidence.proof()));
    return evidence.tried().isEmpty()
        ? json
        : json.putAll("triedSamples", evidence.tried(), ValueJson::of);
  }

  static Evidence evidence(Json json) {
    return new Evidence(
        json.objects("checks", ValueJson::verdict),
        json.texts("changes"),
        proof(json.object("proof")),
        json.has("triedSamples") ? json.objects("triedSamples", ValueJson::sample) : List.of());
  }

  /// Durations are kept to the millisecond.
  static Json of(Run run) {
    Json timings = Json.object();
    run.timings().forEach((step, took) -> timings.put(step.word(), took.toMillis()));
    return Json.object()
        .put("trigger", run.trigger())
        .put("actor", run.actor())
        .put("host", run.host())
        .put("startedAt", run.startedAt())
        .put("durationMs", run.took().toMillis())
        .put("timingsMs", timings);
  }

  static Run run(Json json) {
    Json timings = json.object("timingsMs");
    Map<Step, Duration> steps = new LinkedHashMap<>();
    timings.keys().forEach(word -> steps.put(Json.word(Step.class, word), timings.millis(word)));
    return new Run(
        json.word("trigger", Trigger.class),
        json.text("actor"),
        json.text("host"),
        json.instant("startedAt"),
        json.millis("durationMs"),
        Collections.unmodifiableMap(steps));
  }
}
