// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.RecordPush;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.sync.port.LedgerRemote;

/// What `push` says.
public final class RecordPushReport {
  private RecordPushReport() {}

  /// For people.
  public static Line line(RecordPush.Result result) {
    LedgerRemote.Address remote = result.remote();
    boolean done = result.failure().isEmpty();
    return Line.marked(done ? Tone.GOOD : Tone.BAD)
        .add(Tone.STRONG, result.target().name().value())
        .add(done ? ": " + sent(result.sent()) : ": " + left(result.left()))
        .add(Tone.FAINT, "  " + remote.branch() + " at " + remote.url());
  }

  private static String sent(int entries) {
    return entries == 0 ? "everything is there" : pushed(entries) + ", everything is there";
  }

  private static String pushed(int entries) {
    return entries == 1 ? "1 entry pushed" : entries + " entries pushed";
  }

  private static String left(int entries) {
    return switch (entries) {
      case 0 -> "nothing that is known to be missing there";
      case 1 -> "1 entry is not there";
      default -> entries + " entries are not there";
    };
  }

  /// For programs.
  ///
  /// @param exitCode what it alone would exit with
  public static Json json(RecordPush.Result result, int exitCode) {
    return Json.object()
        .put("target", result.target().name())
        .put("remote", result.remote().url())
        .put("branch", result.remote().branch())
        .put("pushed", result.sent())
        .put("unpushed", result.left())
        .put("failure", result.failure().map(ValueJson::of))
        .put("exitCode", exitCode);
  }
}
