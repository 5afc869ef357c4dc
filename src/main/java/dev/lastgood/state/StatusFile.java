// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Look;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `status.json`: what the last looks saw. Damaged or gone, the next pass writes it anew;
/// unwritable, it is a warning.
public final class StatusFile implements Sightings {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final int VERSION = 1;
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Path file;

  /// Keeps the looks in `<stateDirectory>/status.json`.
  public StatusFile(Path stateDirectory) {
    this.file = stateDirectory.resolve("status.json");
  }

  @Override
  public Optional<Sighting> last(SourceName source) {
    return member("sources", source.value()).flatMap(StatusFile::sighting);
  }

  @Override
  public void remember(SourceName source, Sighting sighting) {
    JsonObject one = new JsonObject();
    one.addProperty("lookedAt", text(sighting.at()));
    sighting.succeededAt().ifPresent(at -> one.addProperty("succeededAt", text(at)));
    sighting
        .tip()
        .ifPresent(tip -> {
          one.addProperty("branch", tip.branch().name());
          one.addProperty("tip", tip.commit().hex());
        });
    sighting.error().ifPresent(error -> one.addProperty("error", error));
    put("sources", source.value(), one);
  }

  @Override
  public Optional<Carrier> carrier(TargetName target) {
    return member("targets", target.value())
        .flatMap(one -> {
          try {
            return Optional.of(
                new Carrier(
                    new BlobId(one.get("blob").getAsString()),
                    new CommitId(one.get("newestCommit").getAsString())));
          } catch (RuntimeException e) {
            return damaged(e);
          }
        });
  }

  @Override
  public void remember(TargetName target, Carrier carrier) {
    JsonObject one = new JsonObject();
    one.addProperty("blob", carrier.blob().hex());
    one.addProperty("newestCommit", carrier.commit().hex());
    put("targets", target.value(), one);
  }

  private static Optional<Sighting> sighting(JsonObject one) {
    try {
      Optional<Mirror.Tip> tip =
          string(one, "tip")
              .map(id ->
                  new Mirror.Tip(
                      new Branch(string(one, "branch").orElseThrow()), new CommitId(id)));
      return Optional.of(
          new Sighting(
              Instant.parse(one.get("lookedAt").getAsString()),
              string(one, "succeededAt").map(Instant::parse),
              tip,
              string(one, "error")));
    } catch (RuntimeException e) {
      return damaged(e);
    }
  }

  private Optional<JsonObject> member(String group, String name) {
    return Optional.ofNullable(read().getAsJsonObject(group))
        .map(all -> all.get(name))
        .filter(JsonElement::isJsonObject)
        .map(JsonElement::getAsJsonObject);
  }

  private void put(String group, String name, JsonObject value) {
    JsonObject root = read();
    if (!root.has(group)) {
      root.add(group, new JsonObject());
    }
    root.getAsJsonObject(group).add(name, value);
    byte[] bytes = (JSON.toJson(root) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      new AtomicFile(file).write(bytes, Look.of("rw-r-----"));
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).addKeyValue("why", e).log("last look not remembered");
    }
  }

  /// What the file says, or an empty one of this version. Never fails: all of it is a convenience.
  private JsonObject read() {
    try {
      JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      boolean sound =
          root.get("version").getAsInt() == VERSION
              && isObject(root, "sources")
              && isObject(root, "targets");
      if (sound) {
        return root;
      }
      damaged(new IllegalStateException("not of version " + VERSION));
    } catch (NoSuchFileException e) {
      LOG.atDebug().addKeyValue("file", file).log("no last look yet");
    } catch (IOException | RuntimeException e) {
      damaged(e);
    }
    JsonObject fresh = new JsonObject();
    fresh.addProperty("version", VERSION);
    return fresh;
  }

  private static boolean isObject(JsonObject root, String name) {
    return !root.has(name) || root.get(name).isJsonObject();
  }

  private static <T> Optional<T> damaged(Exception why) {
    LOG.atWarn().addKeyValue("why", why.getMessage()).log("status.json is damaged, ignoring it");
    return Optional.empty();
  }

  private static Optional<String> string(JsonObject object, String name) {
    return Optional.ofNullable(object.get(name)).map(JsonElement::getAsString);
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
