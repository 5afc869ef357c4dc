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
  private final TipFinder tips;
  private final ShallowClone clone;

  /// Keeps its mirrors under `<stateDirectory>/mirror`.
  ///
  /// @param environment this process's variables, where proxies are named
  public JGitMirror(Path stateDirectory, Map<String, String> environment) {
    IsolatedSystem.install();
    Remote remote = new Remote(Map.copyOf(environment));
    this.tips = new TipFinder(remote);
    this.clone = new ShallowClone(new Shelf(stateDirectory.resolve("mirror")), remote);
  }

  @Override
  public Tip look(Source source) throws StepFailed {
    return tips.find(source);
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    try (MirrorRepository mirror = clone.holding(source, tip);
        ObjectReader reader = mirror.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      ObjectId id = ObjectId.fromString(tip.commit().hex());
      SoundObjects sound = new SoundObjects(reader);
      sound.checkCommit(id);
      RevCommit commit = walk.parseCommit(id);
      BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
      return new Found(tip, path, Commits.read(commit), blob);
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, Step.EXTRACT, e).because(e);
    }
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws StepFailed {
    try (MirrorRepository mirror = clone.kept(source);
        ObjectReader reader = mirror.newObjectReader()) {
      return new BlobReader(reader).read(found, maxSize);
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, Step.EXTRACT, e).because(e);
    }
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    throw new UnsupportedOperationException();
  }

  @Override
  public String verify(Source source, List<CommitId> commits) throws StepFailed {
    throw new UnsupportedOperationException();
  }
}
