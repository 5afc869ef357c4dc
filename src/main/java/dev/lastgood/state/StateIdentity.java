// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Look;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.StepFailed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// `identity.json` in the state directory: what tells this record from any other, and how many
/// boots it has seen. It is written when it is made and at the first pass after a boot, under the
/// lock.
///
/// @param id 32 hex digits
/// @param created when the state directory was first used
/// @param boots how many boots it was seen in
/// @param boot the last of them
public record StateIdentity(String id, Instant created, int boots, String boot) {
  private static final int LARGEST = 64 * 1024;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().setStrictness(Strictness.STRICT).create();

  /// That of a state directory.
  ///
  /// @return empty before its first pass
  public static Optional<StateIdentity> of(Path state) throws StepFailed {
    Path file = file(state);
    try {
      JsonObject json =
          Objects.requireNonNull(
              GSON.fromJson(new String(RegularFile.bytes(file, LARGEST), UTF_8), JsonObject.class));
      return Optional.of(
          new StateIdentity(
              json.get("id").getAsString(),
              Instant.parse(json.get("created").getAsString()),
              json.get("boots").getAsInt(),
              json.get("boot").getAsString()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw trouble(
          file
              + " can't be read: "
              + (e instanceof IOException ? e.getMessage() : "it is no identity of a record"),
          "restore it from the state directory's backup; or remove it, and the next pass makes"
              + " another one: rm -r "
              + file,
          e);
    }
  }

  /// That of a state directory, made when there is none, with this boot counted where it is known.
  public static StateIdentity seen(Path state, Optional<String> now, Instant at) throws StepFailed {
    Optional<StateIdentity> known = of(state);
    if (known.isPresent() && (now.isEmpty() || now.get().equals(known.get().boot()))) {
      return known.get();
    }
    String boot = now.orElse("");
    StateIdentity next =
        known
            .map(old -> old.after(boot))
            .orElseGet(
                () -> new StateIdentity(random(), at.truncatedTo(ChronoUnit.SECONDS), 1, boot));
    Path file = file(state);
    try {
      byte[] bytes = (GSON.toJson(next.json()) + "\n").getBytes(UTF_8);
      new AtomicFile(file).write(bytes, Look.of("rw-r--r--"));
    } catch (IOException e) {
      throw trouble(
          file + " can't be written: " + e.getMessage(),
          "give this user the right, or the disk room: ls -ld " + state + "; df " + state,
          e);
    }
    return next;
  }

  /// A boot that was hidden at first is the first one, not one more.
  private StateIdentity after(String next) {
    return new StateIdentity(id, created, boot.isEmpty() ? boots : boots + 1, next);
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("created", created.toString());
    json.addProperty("boots", boots);
    json.addProperty("boot", boot);
    return json;
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Path file(Path state) {
    return state.resolve("identity.json");
  }

  private static StepFailed trouble(String message, String hint, Exception cause) {
    return new StepFailed(Failure.operator(Step.LOCK, message, hint), cause);
  }
}
