// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Tip;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;

/// Brings the tip's objects into a mirror that is a kept shallow clone.
///
/// The first fetch has depth 1; later ones have none, so that a push costs its own commits, a force
/// push is seen as one, and ancestry is right from the boundary on. What such a clone can't do
/// cheaply (history older than its boundary) or safely (anything broken on disk) ends it: a fresh
/// one takes its place.
final class ShallowClone {
  /// Below this, growth and the price of an increment are nobody's concern.
  private static final long SMALL = 1 << 20;

  private static final int MAX_PACKS = 50;
  private static final String SECTION = "lastgood";
  private static final String FIRST_SIZE = "firstSize";
  private static final Set<RefUpdate.Result> GOOD =
      Set.of(
          RefUpdate.Result.NEW,
          RefUpdate.Result.FAST_FORWARD,
          RefUpdate.Result.FORCED,
          RefUpdate.Result.NO_CHANGE);

  private final Shelf shelf;
  private final Remote remote;

  ShallowClone(Shelf shelf, Remote remote) {
    this.shelf = shelf;
    this.remote = remote;
  }

  /// The mirror, holding the tip; fetches when it does not.
  ///
  /// @throws StepFailed when the server is at fault, or a fresh mirror could not be had either
  MirrorRepository holding(Source source, Tip tip) throws StepFailed {
    try {
      shelf.sweep(source);
    } catch (IOException e) {
      throw unwritable(e);
    }
    Optional<MirrorRepository> kept = updated(source, tip);
    return kept.isPresent() ? kept.get() : rebuilt(source, tip);
  }

  /// The mirror as it is.
  MirrorRepository kept(Source source) throws IOException {
    return new MirrorRepository(shelf.place(source), source, Budget.of(source));
  }

  /// The kept mirror brought up to the tip; empty when a fresh one is needed.
  private Optional<MirrorRepository> updated(Source source, Tip tip) throws StepFailed {
    Path place = shelf.place(source);
    if (!Files.isRegularFile(place.resolve(Constants.HEAD))) {
      return Optional.empty();
    }
    try {
      long first = firstSize(source);
      MirrorRepository mirror =
          new MirrorRepository(place, source, Budget.of(source, Math.max(SMALL, first)));
      if (!belongs(mirror, source, tip.branch())) {
        mirror.close();
        return Optional.empty();
      }
      if (points(mirror, tip)) {
        return Optional.of(mirror);
      }
      if (Shelf.size(place) > 2 * Math.max(SMALL, first) || Shelf.packs(place).size() > MAX_PACKS) {
        mirror.close();
        return Optional.empty();
      }
      return increment(mirror, tip);
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // whatever is wrong with it, a fresh one has it not
    }
  }

  private Optional<MirrorRepository> increment(MirrorRepository mirror, Tip tip) throws StepFailed {
    try {
      fetch(mirror, tip.branch(), Optional.empty());
      requireTip(mirror, tip);
      return Optional.of(mirror);
    } catch (IOException | RuntimeException e) {
      mirror.close();
      Diagnosis diagnosis = Diagnosis.of(mirror.source(), Step.FETCH, e);
      boolean costly = mirror.budget().isOverdrawn() || mirror.budget().received() > SMALL;
      if (diagnosis.atServer() && !costly) {
        throw diagnosis.because(e);
      }
      return Optional.empty();
    }
  }

  private MirrorRepository rebuilt(Source source, Tip tip) throws StepFailed {
    Path fresh;
    try {
      fresh = shelf.prepare(source, tip.branch());
    } catch (IOException e) {
      throw unwritable(e);
    }
    try {
      try (MirrorRepository mirror = new MirrorRepository(fresh, source, Budget.of(source))) {
        fetch(mirror, tip.branch(), Optional.of(1));
        requireTip(mirror, tip);
        rememberSize(mirror);
      }
      shelf.swap(source);
      return kept(source);
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, Step.FETCH, e).because(e);
    }
  }

  /// Fetches the branch into the branch of the same name.
  ///
  /// @param depth how many commits deep; as far as the mirror's boundary when empty
  void fetch(MirrorRepository mirror, Branch branch, Optional<Integer> depth) throws IOException {
    RefSpec spec = new RefSpec("+" + branch.ref() + ":" + branch.ref());
    var result =
        remote.fetch(
            mirror,
            (Transport transport) -> {
              depth.ifPresent(transport::setDepth);
              return transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
            });
    for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
      if (!GOOD.contains(update.getResult())) {
        throw new IOException("the branch could not be updated: " + update.getResult());
      }
    }
  }

  /// After a fetch the branch may have moved on; that is fine as long as the tip came with it.
  private static void requireTip(MirrorRepository mirror, Tip tip) throws IOException {
    ObjectId wanted = ObjectId.fromString(tip.commit().hex());
    if (!mirror.getObjectDatabase().has(wanted)) {
      throw Refusal.retry(
          "branch " + tip.branch() + " moved while it was read",
          "the next pass reads it where it is then");
    }
  }

  private static boolean belongs(MirrorRepository mirror, Source source, Branch branch)
      throws IOException {
    String url = mirror.getConfig().getString("remote", "origin", "url");
    return source.remote().toString().equals(url) && branch.ref().equals(mirror.getFullBranch());
  }

  private static boolean points(MirrorRepository mirror, Tip tip) throws IOException {
    Ref ref = mirror.exactRef(tip.branch().ref());
    ObjectId id = ref == null ? null : ref.getObjectId();
    return id != null && id.name().equals(tip.commit().hex()) && mirror.getObjectDatabase().has(id);
  }

  /// What the mirror weighed when it was made, or last deepened.
  private long firstSize(Source source) throws IOException {
    try (MirrorRepository mirror = kept(source)) {
      return mirror.getConfig().getLong(SECTION, FIRST_SIZE, 0);
    }
  }

  /// Takes the mirror's present weight as its first one.
  void rememberSize(MirrorRepository mirror) throws IOException {
    StoredConfig config = mirror.getConfig();
    config.setLong(SECTION, null, FIRST_SIZE, Shelf.size(mirror.getDirectory().toPath()));
    config.save();
  }

  private StepFailed unwritable(IOException e) {
    return new StepFailed(
        Failure.operator(
            Step.FETCH,
            "the mirror in " + shelf.directory() + " can't be written: " + Words.of(e),
            "give this user write access to " + shelf.directory() + ", and look at the free space"),
        e);
  }
}
