// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.Commits;
import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.sync.port.Mirror.Tip;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.util.FS;

/// Fetches a branch into an open mirror, and takes JGit by its word only when it gave one.
record CloneFetch(Connector connector) {
  private static final String SECTION = "lastgood";
  private static final String FIRST_SIZE = "firstSize";

  /// JGit reports a ref it could not lock by a result, not by an exception.
  private static final Set<RefUpdate.Result> GOOD =
      Set.of(
          RefUpdate.Result.NEW,
          RefUpdate.Result.FAST_FORWARD,
          RefUpdate.Result.FORCED,
          RefUpdate.Result.NO_CHANGE);

  /// Brings what is new since the last fetch.
  void increment(MirrorRepository mirror, Tip tip) throws IOException {
    fetch(mirror, tip, _ -> {});
  }

  /// Brings so many commits from the tip down, with everything they hold.
  void deepen(MirrorRepository mirror, Tip tip, int depth) throws IOException {
    fetch(mirror, tip, transport -> transport.setDepth(depth));
    requireTip(mirror, tip);
    point(mirror, tip);
  }

  private void fetch(MirrorRepository mirror, Tip tip, Consumer<Transport> setting)
      throws IOException {
    RefSpec branch = new RefSpec("+" + tip.branch().ref() + ":" + tip.branch().ref());
    FetchResult result =
        connector.fetch(
            mirror.limit(),
            mirror,
            transport -> {
              setting.accept(transport);
              return transport.fetch(NullProgressMonitor.INSTANCE, List.of(branch));
            });
    for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
      require(tip, update.getResult());
    }
  }

  /// Points the branch at a tip that is in the mirror.
  void point(MirrorRepository mirror, Tip tip) throws IOException {
    RefUpdate update = mirror.updateRef(tip.branch().ref());
    update.setNewObjectId(Commits.id(tip.commit()));
    update.setForceUpdate(true);
    require(tip, update.update());
  }

  /// JGit says no more of a ref that it could not write.
  private static void require(Tip tip, RefUpdate.Result result) throws FileSystemException {
    if (!GOOD.contains(result)) {
      throw new FileSystemException(
          tip.branch().ref(), null, "the branch could not be updated, " + result);
    }
  }

  /// The branch may have moved on meanwhile; that is fine as long as the tip came with it.
  private static void requireTip(MirrorRepository mirror, Tip tip) throws IOException {
    if (!mirror.holds(tip.commit())) {
      throw ExchangeFailed.retry(
          "branch " + tip.branch() + " moved while it was read",
          "the next pass reads it where it is then");
    }
  }

  /// Takes the mirror's present weight as the one that its growth is measured by.
  void rememberSize(MirrorRepository mirror) throws IOException {
    StoredConfig config = mirror.getConfig();
    config.setLong(SECTION, null, FIRST_SIZE, MirrorDirectory.size(mirror.getDirectory().toPath()));
    config.save();
  }

  /// What a mirror weighed when it was made, or last deepened.
  static long firstSize(Path place) throws IOException {
    try {
      FileBasedConfig config =
          new FileBasedConfig(place.resolve(Constants.CONFIG).toFile(), FS.DETECTED);
      config.load();
      return config.getLong(SECTION, FIRST_SIZE, 0);
    } catch (ConfigInvalidException e) {
      throw new IOException(e);
    }
  }
}
