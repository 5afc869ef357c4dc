// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.link.TransferLimit;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// A source's mirror as a kept shallow clone: brings objects into it, and replaces it when it is
/// broken, overgrown, or somebody else's.
///
/// The first fetch has depth 1; later ones have none, so that a push costs its own commits and
/// ancestry is right from the boundary on. What such a clone can't do cheaply, a force push to
/// before its boundary, ends it as well.
final class ShallowClone {
  /// Below this, growth and the price of an increment are nobody's concern.
  private static final long SMALL = 1 << 20;

  private static final int MAX_PACKS = 50;

  private final MirrorDirectory mirrors;
  private final CloneFetch fetcher;

  ShallowClone(MirrorDirectory mirrors, Connector connector) {
    this.mirrors = mirrors;
    this.fetcher = new CloneFetch(connector);
  }

  /// The mirror, its branch at the tip; talks to the server only when the tip is not in it yet.
  ///
  /// @throws StepFailed when the server is at fault, or a fresh mirror could not be had either
  MirrorRepository holding(Source source, Tip tip) throws StepFailed {
    Optional<MirrorRepository> kept = updated(source, tip);
    return kept.isPresent() ? kept.get() : fresh(source, tip, 1);
  }

  /// The mirror with more of the history; empty when that would cost more than it may.
  Optional<MirrorRepository> deepened(Source source, Tip tip, int depth) throws StepFailed {
    MirrorRepository mirror = holding(source, tip);
    Path boundary = mirror.getDirectory().toPath().resolve(Constants.SHALLOW);
    Optional<byte[]> before = Optional.empty();
    try {
      before = Optional.of(Files.readAllBytes(boundary));
      fetcher.deepen(mirror, tip, depth);
      fetcher.rememberSize(mirror);
      return Optional.of(mirror);
    } catch (IOException | RuntimeException e) {
      mirror.close();
      before.ifPresent(bytes -> restore(boundary, bytes));
      if (mirror.limit().isOverdrawn() || mirror.limit().isOver()) {
        return Optional.empty();
      }
      throwUnlessServed(mirror, e);
      return Optional.of(fresh(source, tip, depth));
    }
  }

  /// A fresh mirror in place of whatever there is.
  MirrorRepository fresh(Source source, Tip tip, int depth) throws StepFailed {
    Path beside;
    try {
      beside = mirrors.prepare(source, configuration(source));
      Files.writeString(beside.resolve(Constants.HEAD), "ref: " + tip.branch().ref() + "\n");
    } catch (IOException e) {
      throw mirrors.unwritable(e);
    }
    try {
      try (MirrorRepository mirror = new MirrorRepository(beside, source)) {
        fetcher.deepen(mirror, tip, depth);
        fetcher.rememberSize(mirror);
      }
      mirrors.swap(source);
      return new MirrorRepository(mirrors.place(source), source);
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(source.remote(), Step.FETCH, e).because(e);
    }
  }

  /// The kept mirror brought up to the tip; empty when a fresh one is needed.
  private Optional<MirrorRepository> updated(Source source, Tip tip) throws StepFailed {
    try {
      mirrors.sweep(source);
    } catch (IOException e) {
      throw mirrors.unwritable(e);
    }
    Optional<MirrorRepository> kept = opened(source, tip.branch());
    if (kept.isEmpty()) {
      return kept;
    }
    boolean up = false;
    try {
      up = bringUp(kept.get(), tip);
      return up ? kept : Optional.empty();
    } finally {
      if (!up) {
        kept.get().close();
      }
    }
  }

  private Optional<MirrorRepository> opened(Source source, Branch branch) {
    Path place = mirrors.place(source);
    if (!Files.isRegularFile(place.resolve(Constants.HEAD))) {
      return Optional.empty();
    }
    try {
      if (!MirrorDirectory.isPlain(place)) {
        return Optional.empty();
      }
      TransferLimit limit =
          TransferLimit.ofObjects(source.remote(), Math.max(SMALL, CloneFetch.firstSize(place)));
      MirrorRepository mirror = new MirrorRepository(place, source, limit);
      if (mirror.belongsTo(source, branch)) {
        return Optional.of(mirror);
      }
      mirror.close();
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with it, a fresh one will not have it.
    }
    return Optional.empty();
  }

  /// Brings an increment where one is missing.
  ///
  /// @return whether the mirror is up to the tip; otherwise a fresh one is needed
  private boolean bringUp(MirrorRepository mirror, Tip tip) throws StepFailed {
    try {
      if (!mirror.holds(tip.commit())) {
        if (isOvergrown(mirror.getDirectory().toPath())) {
          return false;
        }
        fetcher.increment(mirror, tip);
      }
      if (!mirror.holds(tip.commit())) {
        return false; // lost, while the server relies on what we said to have
      }
      fetcher.point(mirror, tip);
      return true;
    } catch (IOException | RuntimeException e) {
      throwUnlessServed(mirror, e);
      return false;
    }
  }

  /// A server that can't be reached, or does not let us in, would not serve a fresh clone either.
  /// One that did, and then failed, may do so at this very increment for good: too much to send, or
  /// more than its software knows of shallow clients.
  private static void throwUnlessServed(MirrorRepository mirror, Exception e) throws StepFailed {
    ExchangeProblem problem = ExchangeProblem.of(mirror.source().remote(), Step.FETCH, e);
    TransferLimit spent = mirror.limit();
    boolean tooSlow = spent.isOver() && spent.received() <= SMALL;
    if (problem.where() == ExchangeProblem.Where.SERVER && (tooSlow || !spent.isGreeted())) {
      throw problem.because(e);
    }
  }

  private static boolean isOvergrown(Path place) throws IOException {
    return MirrorDirectory.size(place) > 2 * Math.max(SMALL, CloneFetch.firstSize(place))
        || MirrorDirectory.packs(place).size() > MAX_PACKS;
  }

  /// No background collection, no reflogs; the address is for operators.
  private static String configuration(Source source) {
    return """
    # A cache of lastgood: it may be deleted at any time.
    [core]
    \trepositoryformatversion = 0
    \tfilemode = true
    \tbare = true
    \tlogallrefupdates = false
    [gc]
    \tauto = 0
    \tautoPackLimit = 0
    [remote "origin"]
    \turl = "%s"
    """
        .formatted(MirrorDirectory.quoted(source));
  }

  /// The file that names the boundary is written before the objects come.
  private static void restore(Path boundary, byte[] before) {
    try {
      Files.write(boundary, before);
    } catch (IOException e) {
      // A walk will miss an object, and a fresh mirror will be fetched.
    }
  }
}
