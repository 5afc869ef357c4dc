// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import dev.lastgood.deploy.Grounds;
import dev.lastgood.deploy.LastPass;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Look;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `status.json` in the state directory.
///
/// Outside a pass it is read anew for each question, so that a resident process sees what a pass by
/// hand saw; what a pass remembers is written once, when it ends. What can't be read is treated as
/// empty, and what can't be written is forgotten: the next pass looks again. One warning says so.
/// Writers hold the pass lock; a crash leaves the old file or the new one.
public final class StatusFile implements Sightings {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final String ISOLATION = "isolation";
  private static final String SOURCES = "sources";
  private static final String TARGETS = "targets";
  private static final String REFUSED = "refused";

  /// What a member was remembered of.
  private static final String OF = "of";

  private static final int VERSION = 1;
  private static final int LARGEST = 1024 * 1024;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().setStrictness(Strictness.STRICT).create();

  private final Path file;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// What a pass has remembered so far, to be written when it ends.
  private Optional<JsonObject> draft = Optional.empty();

  /// Keeps the file in this directory.
  public StatusFile(Path state) {
    this.file = state.resolve("status.json");
  }

  @Override
  public Optional<Sighting> last(Source source) {
    return member(SOURCES, source.name().value(), of(source))
        .flatMap(json -> read(json, StatusJson::sighting));
  }

  @Override
  public Optional<Carrier> carrier(Target target, Release live) {
    return member(TARGETS, target.name().value(), of(target, live))
        .flatMap(json -> read(json, StatusJson::carrier));
  }

  @Override
  public void remember(Source source, Sighting sighting) {
    put(SOURCES, source.name().value(), of(source), StatusJson.of(sighting));
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
    draft = Optional.of(read());
    try {
      return pass.get();
    } finally {
      JsonObject drafted = draft.get();
      draft = Optional.empty();
      if (!drafted.equals(read())) {
        write(drafted);
      }
    }
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
  public Optional<Grounds> refused(TargetName target) {
    return member(REFUSED, target.value())
        .flatMap(json -> read(json, known -> new Grounds(known.get("grounds").getAsString())));
  }

  @Override
  public void rememberRefused(TargetName target, Grounds grounds) {
    JsonObject json = new JsonObject();
    json.addProperty("grounds", grounds.digest());
    put(REFUSED, target.value(), json);
  }

  /// How the last pass was isolated, in words.
  public Optional<String> isolation() {
    return read().get(ISOLATION) instanceof JsonPrimitive word && word.isString()
        ? Optional.of(word.getAsString())
        : Optional.empty();
  }

  /// Remembers how this pass is isolated; writes only when that is new.
  ///
  /// @return whether it is
  public boolean rememberIsolation(String word) {
    JsonObject all = read();
    boolean isNew = !new JsonPrimitive(word).equals(all.get(ISOLATION));
    if (isNew) {
      all.addProperty(ISOLATION, word);
      write(all);
    }
    return isNew;
  }

  private <T> Optional<T> read(JsonObject json, Function<JsonObject, T> form) {
    try {
      return Optional.of(form.apply(json));
    } catch (RuntimeException e) {
      return ignored(e);
    }
  }

  /// A member that was remembered of this and of nothing else.
  private Optional<JsonObject> member(String group, String name, String of) {
    return member(group, name).filter(member -> new JsonPrimitive(of).equals(member.get(OF)));
  }

  private Optional<JsonObject> member(String group, String name) {
    return object(read(), group).flatMap(members -> object(members, name));
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
    JsonObject all = read();
    JsonObject members = object(all, group).orElseGet(JsonObject::new);
    members.add(name, value);
    all.add(group, members);
    write(all);
  }

  private void write(JsonObject all) {
    all.addProperty("version", VERSION);
    if (draft.isPresent()) {
      draft = Optional.of(all);
      return;
    }
    try {
      byte[] bytes = (GSON.toJson(all) + "\n").getBytes(UTF_8);
      new AtomicFile(file).write(bytes, Look.of("rw-r--r--"));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getMessage())
          .log("the last look can't be remembered");
    }
  }

  private JsonObject read() {
    return draft.orElseGet(this::stored);
  }

  private JsonObject stored() {
    try {
      byte[] bytes = RegularFile.bytes(file, LARGEST);
      JsonObject all = GSON.fromJson(new String(bytes, UTF_8), JsonObject.class);
      if (all != null && all.get("version") instanceof JsonPrimitive v && v.getAsInt() == VERSION) {
        return all;
      }
      ignored(new JsonParseException("it is not of version " + VERSION));
    } catch (NoSuchFileException _) {
      // Before the first look.
    } catch (IOException | RuntimeException e) {
      ignored(e);
    }
    return new JsonObject();
  }

  /// Every unchecked exception that Gson and the model throw at odd content ends here.
  private <T> Optional<T> ignored(Exception why) {
    if (warned.compareAndSet(false, true)) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", why.getMessage())
          .log("what the last passes saw is forgotten");
    }
    return Optional.empty();
  }
}
