// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.wire.Bounds;
import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.PackFile;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A mirror of few objects on disk: a bare repository, shallow and partial, with one pack.
///
/// It is written whole at every change and never changed, so it can neither grow nor need mending.
/// Reading it hashes every object, so what a crash, a full disk or a hand did to it shows, and it
/// counts as not there. Nothing is flushed: losing it costs one fetch.
record PartialRepository(MirrorDirectory mirrors) {
  /// What a mirror holds.
  record Kept(ObjectId tip, List<GitObject> objects) {}

  /// The mirror of a source's branch; empty when there is none, or one that is not as it should be.
  Optional<Kept> read(Source source, Branch branch) {
    Path place = mirrors.place(source);
    try {
      if (!MirrorDirectory.isPlain(place)
          || !Files.readString(place.resolve("HEAD")).equals(head(branch))
          || !Files.readString(place.resolve("config")).equals(configuration(source))) {
        return Optional.empty();
      }
      String tip = Files.readString(place.resolve(branch.ref())).strip();
      String boundary = Files.readString(place.resolve("shallow")).strip();
      Path packs = place.resolve("objects/pack");
      List<GitObject> objects = PackFile.read(packs, bounds(source));
      boolean whole = ObjectId.isId(tip) && boundary.equals(tip);
      return whole ? Optional.of(new Kept(ObjectId.fromString(tip), objects)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /// Whatever [#write] may have written: it was within the bounds of what a server may send, and in
  /// memory. A limit that was lowered since holds.
  private static Bounds bounds(Source source) {
    return new Bounds(Integer.MAX_VALUE, source.access().limits().maxObject(), Long.MAX_VALUE);
  }

  /// Puts a mirror of a tip into the place of whatever is there.
  ///
  /// @throws StepFailed when it can't be written
  void write(Source source, Tip tip, Collection<GitObject> objects) throws StepFailed {
    String id = tip.commit().hex() + "\n";
    try {
      mirrors.sweep(source);
      Path fresh = mirrors.prepare(source, configuration(source));
      PackFile.write(fresh.resolve("objects/pack"), objects);
      Files.writeString(fresh.resolve("shallow"), id);
      Path ref = fresh.resolve(tip.branch().ref());
      Files.createDirectories(ref.getParent());
      Files.writeString(ref, id);
      Files.writeString(fresh.resolve("HEAD"), head(tip.branch()));
      mirrors.swap(source);
    } catch (IOException e) {
      throw mirrors.unwritable(e);
    }
  }

  private static String head(Branch branch) {
    return "ref: " + branch.ref() + "\n";
  }

  /// The remote has no url on purpose: stock Git, run by root for a look, would otherwise fetch
  /// what it misses into a directory that is ours.
  private static String configuration(Source source) {
    return """
    # A cache of lastgood: it may be deleted at any time.
    # Holds the tip, the directories on the targets' paths, and their files; nothing else on purpose.
    [core]
    \trepositoryformatversion = 1
    \tfilemode = true
    \tbare = true
    [extensions]
    \tpartialClone = origin
    [remote "origin"]
    \tpromisor = true
    [lastgood]
    \tsource = "SOURCE"
    """
        .replace("SOURCE", MirrorDirectory.quoted(source));
  }
}
