// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.json.Json;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.VerdictBasis;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// `status.json` in the state directory.
///
/// Outside a pass it is read anew for each question, so that a resident process sees what a pass by
/// hand saw; what a pass remembers is written once, when it ends. What can't be read is treated as
/// empty, and what can't be written is forgotten: the next pass looks again. One warning says so.
/// Writers hold the pass lock; a crash leaves the old file or the new one.
public final class StatusFile implements StatusCache {
  private static final String ISOLATION = "isolation";
  private static final String SOURCES = "sources";
  private static final String TARGETS = "targets";
  private static final String REFUSED = "refused";
  private static final String ANSWERED = "answered";
  private static final String PUSHES = "pushes";

  /// What a member was remembered of.
  private static final String OF = "of";

  private final StatusDocument memory;

  /// Keeps the file in this directory.
  public StatusFile(Path state) {
    this.memory = new StatusDocument(state.resolve("status.json"));
  }

  @Override
  public Optional<Poll> lastPoll(Source source) {
    return member(SOURCES, source.name().value(), source.address())
        .flatMap(json -> read(json, StatusCacheJson::poll));
  }

  @Override
  public Optional<Carrier> carrier(Target target, Release live) {
    return member(TARGETS, target.name().value(), of(target, live))
        .flatMap(json -> read(json, StatusCacheJson::carrier));
  }

  @Override
  public void remember(Source source, Poll poll) {
    put(SOURCES, source.name().value(), source.address(), StatusCacheJson.of(poll));
  }

  @Override
  public void remember(Target target, Release live, Carrier carrier) {
    put(TARGETS, target.name().value(), of(target, live), StatusCacheJson.of(carrier));
  }

  /// What is remembered of live content is bound to that.
  private static String of(Target target, Release live) {
    return of(target) + " " + live.commit().hex() + " " + live.blob().hex();
  }

  /// What is remembered of a target's content is bound to where that was looked for.
  private static String of(Target target) {
    return target.source().address() + " " + target.path().value();
  }

  @Override
  public Optional<LastPass> lastPass(TargetName target) {
    return member("passes", target.value()).flatMap(json -> read(json, StatusCacheJson::lastPass));
  }

  @Override
  public void remember(TargetName target, LastPass pass) {
    put("passes", target.value(), StatusCacheJson.of(pass));
  }

  @Override
  public <T> T together(Supplier<T> pass) {
    return memory.together(pass);
  }

  @Override
  public <T> T atOnce(Supplier<T> questions) {
    return memory.atOnce(questions);
  }

  @Override
  public Optional<Instant> judged(Target target) {
    return member("judged", target.name().value(), of(target))
        .flatMap(json -> read(json, known -> known.instant("at")));
  }

  @Override
  public void rememberJudged(Target target, Instant at) {
    put("judged", target.name().value(), of(target), Json.object().put("at", at));
  }

  @Override
  public Optional<Push> lastPush(TargetName target, LedgerRemote.Address remote) {
    return member(PUSHES, target.value(), of(remote))
        .flatMap(json -> read(json, StatusCacheJson::push));
  }

  @Override
  public void remember(TargetName target, LedgerRemote.Address remote, Push push) {
    put(PUSHES, target.value(), of(remote), StatusCacheJson.of(push));
  }

  private static String of(LedgerRemote.Address remote) {
    return remote.url() + " " + remote.branch();
  }

  @Override
  public Optional<VerdictBasis> refused(TargetName target) {
    return member(REFUSED, target.value())
        .flatMap(json -> read(json, known -> new VerdictBasis(known.text("grounds"))));
  }

  @Override
  public void rememberRefused(TargetName target, VerdictBasis basis) {
    put(REFUSED, target.value(), Json.object().put("grounds", basis.digest()));
  }

  @Override
  public Optional<VerdictBasis> answered(TargetName target) {
    return member(ANSWERED, target.value())
        .flatMap(json -> read(json, known -> new VerdictBasis(known.text("grounds"))));
  }

  @Override
  public void rememberAnswered(TargetName target, VerdictBasis basis) {
    put(ANSWERED, target.value(), Json.object().put("grounds", basis.digest()));
  }

  /// How the last pass was isolated, in words.
  public Optional<String> isolation() {
    Json all = memory.read();
    return all.has(ISOLATION) ? read(all, it -> it.text(ISOLATION)) : Optional.empty();
  }

  /// Remembers how this pass is isolated; writes only when that is new.
  ///
  /// @return whether it is
  public boolean rememberIsolation(String word) {
    boolean isNew = !isolation().equals(Optional.of(word));
    if (isNew) {
      memory.write(memory.read().put(ISOLATION, word));
    }
    return isNew;
  }

  private <T> Optional<T> read(Json json, Function<Json, T> form) {
    try {
      return Optional.of(form.apply(json));
    } catch (RuntimeException e) {
      return memory.ignored(e);
    }
  }

  /// A member that was remembered of this and of nothing else.
  private Optional<Json> member(String group, String name, String of) {
    return member(group, name)
        .filter(member -> read(member, it -> it.text(OF)).equals(Optional.of(of)));
  }

  private Optional<Json> member(String group, String name) {
    return object(memory.read(), group).flatMap(members -> object(members, name));
  }

  private Optional<Json> object(Json parent, String name) {
    return parent.has(name) ? read(parent, it -> it.object(name)) : Optional.empty();
  }

  private void put(String group, String name, String of, Json value) {
    put(group, name, value.put(OF, of));
  }

  private void put(String group, String name, Json value) {
    Json all = memory.read();
    memory.write(all.put(group, object(all, group).orElseGet(Json::object).put(name, value)));
  }
}
