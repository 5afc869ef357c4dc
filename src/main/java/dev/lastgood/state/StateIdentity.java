// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.file.RegularFile;
import dev.lastgood.json.Json;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
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

  /// That of a state directory.
  ///
  /// @return empty before its first pass
  public static Optional<StateIdentity> of(Path state) throws StepFailed {
    Path file = file(state);
    try {
      Json json = Json.parse(RegularFile.bytes(file, LARGEST));
      return Optional.of(
          new StateIdentity(
              json.text("id"),
              json.instant("created"),
              Math.toIntExact(json.number("boots")),
              json.text("boot")));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw trouble(
          "%s can't be read: %s"
              .formatted(
                  file,
                  e instanceof IOException ? e.getMessage() : "it is no identity of a record"),
          ("restore it from the state directory's backup; or remove it, and the next pass"
                  + " makes another one: rm -r %s")
              .formatted(file),
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
      new AtomicFile(file).write(next.json().bytes(), FileAttributes.of("rw-r--r--"));
    } catch (IOException e) {
      throw StateDirectory.unusable(state, e);
    }
    return next;
  }

  /// A boot that was hidden at first is the first one, not one more.
  private StateIdentity after(String next) {
    return new StateIdentity(id, created, boot.isEmpty() ? boots : boots + 1, next);
  }

  private Json json() {
    return Json.object()
        .put("id", id)
        .put("created", created)
        .put("boots", boots)
        .put("boot", boot);
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
