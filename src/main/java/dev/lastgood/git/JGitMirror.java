// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// The mirror on JGit: a bare shallow clone per source under the state directory, kept between
/// passes.
///
/// What is on disk is a cache. Whatever is wrong with it, a pass replaces it by a fresh one rather
/// than fail. The caller holds the state directory's lock.
public final class JGitMirror implements Mirror {
  /// How much of the history is looked at, in commits, before a deployed commit counts as unknown.
  private static final List<Integer> DEPTHS = List.of(200, 2_000);

  private final TipFinder tips;
  private final ShallowClone clone;
  private final Mending mirrors;

  /// Keeps its mirrors under `<stateDirectory>/mirror`.
  ///
  /// @param environment this process's variables, where proxies are named
  public JGitMirror(Path stateDirectory, Map<String, String> environment) {
    IsolatedSystem.install();
    Remote remote = new Remote(Map.copyOf(environment));
    this.tips = new TipFinder(remote);
    this.clone = new ShallowClone(new Shelf(stateDirectory.resolve("mirror")), remote);
    this.mirrors = new Mending(clone);
  }

  @Override
  public Tip look(Source source) throws StepFailed {
    return tips.find(source);
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    return mirrors.read(
        source,
        tip,
        Step.EXTRACT,
        mirror -> {
          try (ObjectReader reader = mirror.newObjectReader();
              RevWalk walk = new RevWalk(reader)) {
            ObjectId id = id(tip.commit());
            SoundObjects sound = new SoundObjects(reader);
            sound.checkCommit(id);
            RevCommit commit = walk.parseCommit(id);
            BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
            return new Found(tip, path, Commits.read(commit), blob);
          }
        });
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws StepFailed {
    return mirrors.read(
        source,
        found.tip(),
        Step.EXTRACT,
        mirror -> {
          try (ObjectReader reader = mirror.newObjectReader()) {
            return new BlobReader(reader).read(found, maxSize);
          }
        });
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    Mending.Reading<Lineage> reading = mirror -> lineage(mirror, deployed, tip, path);
    Lineage lineage = mirrors.read(source, tip, Step.JUDGE, reading);
    for (int depth : DEPTHS) {
      if (lineage.ancestry() == Ancestry.UNKNOWN) {
        lineage = mirrors.readDeeper(source, tip, depth, reading).orElse(lineage);
      }
    }
    return lineage;
  }

  private static Lineage lineage(MirrorRepository mirror, CommitId deployed, Tip tip, RepoPath path)
      throws IOException {
    ObjectId from = id(deployed);
    ObjectId to = id(tip.commit());
    Ancestors ancestors = Ancestors.in(mirror);
    PathHistory history = new PathHistory(mirror, ancestors.boundary(), path);
    return new Lineage(
        ancestors.between(from, to),
        mirror.holds(deployed) ? history.between(from, to) : List.of());
  }

  @Override
  public String verify(Source source, List<CommitId> commits) throws StepFailed {
    try (MirrorRepository mirror = clone.kept(source)) {
      Signers signers = new Signers(source, mirror);
      String first = signers.signer(commits.getFirst());
      for (CommitId commit : commits.subList(1, commits.size())) {
        signers.signer(commit);
      }
      return first;
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, Step.JUDGE, e).because(e);
    }
  }

  private static ObjectId id(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }
}
