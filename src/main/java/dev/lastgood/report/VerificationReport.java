// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.RemoteVerification;
import dev.lastgood.app.Verification;
import dev.lastgood.app.Verification.VerifiedFile;
import dev.lastgood.json.Json;
import dev.lastgood.sync.port.Chain;
import java.util.ArrayList;
import java.util.List;

/// What `verify` says.
public final class VerificationReport {
  private VerificationReport() {}

  /// For people: a line for each target, then one for each problem.
  public static List<Line> lines(Verification verification) {
    List<Line> lines = new ArrayList<>();
    verification
        .files()
        .forEach(file -> {
          lines.add(line(file));
          file.remote().ifPresent(remote -> lines.add(line(file, remote)));
        });
    verification.problems().forEach(problem -> lines.add(Line.of(Tone.BAD, "✗ ").add(problem)));
    return lines;
  }

  /// The same of a chain in a copy of a record.
  public static List<Line> lines(Chain chain, Chain.Verified verified) {
    int entries = verified.entries();
    Tone tone = verified.problems().isEmpty() ? Tone.GOOD : Tone.BAD;
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.marked(tone)
            .add(Tone.STRONG, chain.name())
            .add(": " + entries + (entries == 1 ? " entry" : " entries")));
    verified.problems().forEach(problem -> lines.add(Line.of(Tone.BAD, "✗ ").add(problem)));
    return lines;
  }

  public static Json json(Chain chain, Chain.Verified verified) {
    return Json.object()
        .put("target", chain.target())
        .put("branch", chain.name())
        .put("ok", verified.problems().isEmpty())
        .put("entries", verified.entries())
        .put("problems", verified.problems());
  }

  private static Line line(VerifiedFile file) {
    Tone tone = file.drift().differs() ? Tone.BAD : Tone.GOOD;
    int entries = file.entries();
    return Line.marked(tone)
        .add(Tone.STRONG, file.target().name().value())
        .add(": " + entries + (entries == 1 ? " entry; " : " entries; "))
        .add(file.drift().sentence());
  }

  private static Line line(VerifiedFile file, RemoteVerification remote) {
    return Line.marked(remote.same() ? Tone.GOOD : Tone.BAD)
        .add(Tone.STRONG, file.target().name().value())
        .add(": " + remote.sentence());
  }

  private static Json json(RemoteVerification remote) {
    return Json.object().put("ok", remote.same()).put("message", remote.sentence());
  }

  /// For programs: an object for each target.
  public static List<Json> json(Verification verification) {
    List<String> problems = verification.problems();
    return verification.files().stream()
        .map(file ->
            Json.object()
                .put("target", file.target().name())
                .put("ok", problems.isEmpty() && !file.differs())
                .put("entries", file.entries())
                .put("file", file.drift().sentence())
                .putPresent("record", file.remote().map(VerificationReport::json))
                .put("problems", problems))
        .toList();
  }
}
