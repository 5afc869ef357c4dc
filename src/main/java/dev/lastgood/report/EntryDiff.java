// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.ContentChange;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Release;
import java.util.List;

/// What an entry changed in the file, as a diff.
public final class EntryDiff {
  private EntryDiff() {}

  /// The lines of the diff.
  public static List<Line> of(ContentChange change) {
    return of(change, UnifiedDiff.Effort.SMALLEST);
  }

  /// The same in no time, whatever the contents are: where much differs, all between the first and
  /// the last difference is one.
  public static List<Line> quick(ContentChange change) {
    return of(change, UnifiedDiff.Effort.QUICK);
  }

  private static List<Line> of(ContentChange change, UnifiedDiff.Effort effort) {
    return UnifiedDiff.diff(
        effort,
        new UnifiedDiff.Side(name("live", change.before().file()), change.before().content()),
        new UnifiedDiff.Side(
            name(change.stayed() ? "live" : "tried", change.after().file()),
            change.after().content()));
  }

  private static String name(String how, Live file) {
    return switch (file) {
      case Live.Nothing() -> "/dev/null";
      case Live.Managed(Release release) -> how + " " + release.commit().abbreviated();
      case Live.Foreign(BlobId blob) -> "foreign " + blob.abbreviated();
    };
  }
}
