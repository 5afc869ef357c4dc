// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.StatusCache;
import dev.lastgood.sync.VerdictBasis;
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

  /// What a member was remembered of.
  private static final String OF = "of";

  private final StatusMemory memory;

  /// Keeps the file in this directory.
  public StatusFile(Path state) {
    this.memory = new StatusMemory(state.resolve("status.json"));
  }

  @Override
  public Optional<Poll> lastPoll(Source source) {
    return member(SOURCES, source.name().value(), of(source))
        .flatMap(json -> read(json, StatusJson::poll));
  }

  @Override
  public Optional<Carrier> carrier(Target target, Release live) {
    return member(TARGETS, target.name().value(), of(target, live))
        .flatMap(json -> read(json, StatusJson::carrier));
  }

  @Override
  public void remember(Source source, Poll poll) {
    put(SOURCES, source.name().value(), of(source), StatusJson.of(poll));
  }

  @Override
  public void remember(Target target, Release live, Carrier carrier) {
    put(TARGETS, target.name().value(), of(target, live), StatusJson.of(carrier));
  }

  /// What a look is bound to.
  private static String of(Source source) {
    return source.remote() + " " + source.branch().map(Branch::name).orElse("HEAD");
  }

  /// What is remembered of live content is bound to that.
  private static String of(Target target, Release live) {
    return of(target) + " " + live.commit().hex() + " " + live.blob().hex();
  }

  /// What is remembered of a target's content is bound to where that was looked for.
  private static String of(Target target) {
    return of(target.source()) + " " + target.path().value();
  }

  @Override
  public Optional<LastPass> lastPass(TargetName target) {
    return member("passes", target.value()).flatMap(json -> read(json, LastPassJson::read));
  }

  @Override
  public void remember(TargetName target, LastPass pass) {
    put("passes", target.value(), LastPassJson.of(pass));
  }

  @Override
  public <T> T together(Supplier<T> pass) {
    return memory.together(pass);
  }

  @Override
  public Optional<Instant> judged(Target target) {
    return member("judged", target.name().value(), of(target))
        .flatMap(json -> read(json, known -> Instant.parse(known.get("at").getAsString())));
  }

  @Override
  public void rememberJudged(Target target, Instant at) {
    JsonObject json = new JsonObject();
    json.addProperty("at", at.toString());
    put("judged", target.name().value(), of(target), json);
  }

  @Override
  public Optional<VerdictBasis> refused(TargetName target) {
    return member(REFUSED, target.value())
        .flatMap(json -> read(json, known -> new VerdictBasis(known.get("grounds").getAsString())));
  }

  @Override
  public void rememberRefused(TargetName target, VerdictBasis grounds) {
    JsonObject json = new JsonObject();
    json.addProperty("grounds", grounds.digest());
    put(REFUSED, target.value(), json);
  }

  /// How the last pass was isolated, in words.
  public Optional<String> isolation() {
    return memory.read().get(ISOLATION) instanceof JsonPrimitive word && word.isString()
        ? Optional.of(word.getAsString())
        : Optional.empty();
  }

  /// Remembers how this pass is isolated; writes only when that is new.
  ///
  /// @return whether it is
  public boolean rememberIsolation(String word) {
    JsonObject all = memory.read();
    boolean isNew = !new JsonPrimitive(word).equals(all.get(ISOLATION));
    if (isNew) {
      all.addProperty(ISOLATION, word);
      memory.write(all);
    }
    return isNew;
  }

  private <T> Optional<T> read(JsonObject json, Function<JsonObject, T> form) {
    try {
      return Optional.of(form.apply(json));
    } catch (RuntimeException e) {
      return memory.ignored(e);
    }
  }

  /// A member that was remembered of this and of nothing else.
  private Optional<JsonObject> member(String group, String name, String of) {
    return member(group, name).filter(member -> new JsonPrimitive(of).equals(member.get(OF)));
  }

  private Optional<JsonObject> member(String group, String name) {
    return object(memory.read(), group).flatMap(members -> object(members, name));
  }

  private static Optional<JsonObject> object(JsonObject parent, String name) {
    JsonElement member = parent.get(name);
    return member instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private void put(String group, String name, String of, JsonObject value) {
    value.addProperty(OF, of);
    put(group, name, value);
  }

  private void put(String group, String name, JsonObject value) {
    JsonObject all = memory.read();
    JsonObject members = object(all, group).orElseGet(JsonObject::new);
    members.add(name, value);
    all.add(group, members);
    memory.write(all);
  }
}
