// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.sync.StepFailed;
import dev.lastgood.model.Source;
import dev.lastgood.pack.GitObject;
import dev.lastgood.pack.GitObject.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;

/// Objects through JGit's transports, with filters, into a scratch repository.
///
/// No ref of the scratch may ever point at what was fetched, nor its HEAD: JGit would tell the
/// server that we have all that such a commit reaches, and be sent nothing. For the same reason it
/// can't be told where to stop, and what came before a known commit comes too, up to the depth.
///
/// @param remote the way to the server
/// @param scratch takes what comes, for the length of one operation
record JGitSupply(Remote remote, MirrorRepository scratch) implements Supply {
  private static final String WITH_ROOTS = "tree:1";

  /// Opens a supply on a fresh scratch repository.
  static Opener opener(Remote remote, Shelf shelf) {
    return new Opener() {
      @Override
      public <T> T with(Source source, Use<T> use) throws IOException, StepFailed {
        Path scratch;
        try {
          scratch = shelf.scratch(source, ShallowClone.configuration(source));
        } catch (IOException e) {
          throw shelf.unwritable(e);
        }
        try (MirrorRepository into = new MirrorRepository(scratch, source, Budget.of(source))) {
          return use.of(new JGitSupply(remote, into));
        } finally {
          shelf.sweep(source);
        }
      }
    };
  }

  @Override
  public Stretch news(ObjectId tip, Optional<ObjectId> known) throws IOException {
    return history(tip, 1);
  }

  @Override
  public Stretch history(ObjectId tip, Optional<ObjectId> known, int depth) throws IOException {
    return history(tip, depth);
  }

  private Stretch history(ObjectId tip, int depth) throws IOException {
    fetch(List.of(tip), Optional.of(WITH_ROOTS), Optional.of(depth));
    List<GitObject> came = new ArrayList<>();
    Set<ObjectId> boundary = new TreeSet<>(scratch.getObjectDatabase().getShallowCommits());
    Set<ObjectId> met = new HashSet<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(tip));
    while (!ahead.isEmpty()) {
      ObjectId next = ahead.remove();
      Optional<GitObject> object = met.add(next) ? object(next) : Optional.empty();
      if (object.isPresent()) {
        came.add(object.get());
        RevCommit commit = Commits.parse(object.get().bytes());
        object(commit.getTree()).ifPresent(came::add);
        for (RevCommit parent : commit.getParents()) {
          ahead.add(parent.copy());
        }
      }
    }
    return new Stretch(tip, Optional.empty(), boundary, came);
  }

  @Override
  public List<GitObject> roots(Collection<ObjectId> commits) throws IOException {
    fetch(commits, Optional.of(WITH_ROOTS), Optional.of(1));
    List<GitObject> came = new ArrayList<>();
    for (GitObject commit : present(commits)) {
      came.add(commit);
      object(Commits.parse(commit.bytes()).getTree()).ifPresent(came::add);
    }
    return came;
  }

  @Override
  public List<GitObject> trees(Collection<ObjectId> ids) throws IOException {
    for (String filter : List.of("tree:0", "tree:1")) {
      List<ObjectId> missing = new ArrayList<>(ids);
      for (GitObject here : present(ids)) {
        missing.remove(here.id());
      }
      if (!missing.isEmpty()) {
        fetch(missing, Optional.of(filter), Optional.empty());
      }
    }
    return present(ids);
  }

  @Override
  public List<GitObject> blob(ObjectId id) throws IOException {
    fetch(List.of(id), Optional.empty(), Optional.empty());
    return present(List.of(id));
  }

  private void fetch(Collection<ObjectId> ids, Optional<String> filter, Optional<Integer> depth)
      throws IOException {
    List<RefSpec> wanted = ids.stream().map(id -> new RefSpec(id.name())).toList();
    remote.fetch(
        scratch,
        transport -> {
          if (filter.isPresent()) {
            transport.setFilterSpec(FilterSpec.fromFilterLine(filter.get()));
          }
          depth.ifPresent(transport::setDepth);
          return transport.fetch(NullProgressMonitor.INSTANCE, wanted);
        });
  }

  private List<GitObject> present(Collection<ObjectId> ids) throws IOException {
    List<GitObject> present = new ArrayList<>();
    for (ObjectId id : ids) {
      object(id).ifPresent(present::add);
    }
    return present;
  }

  private Optional<GitObject> object(ObjectId id) throws IOException {
    try (ObjectReader reader = scratch.newObjectReader()) {
      if (!reader.has(id)) {
        return Optional.empty();
      }
      ObjectLoader loader = reader.open(id);
      byte[] bytes = loader.getCachedBytes(Integer.MAX_VALUE);
      return Optional.of(GitObject.of(Kind.numbered(loader.getType()).orElseThrow(), bytes));
    }
  }
}
