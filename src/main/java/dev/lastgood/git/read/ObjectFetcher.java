// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.CommitRange;
import dev.lastgood.git.history.Commits;
import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.git.link.UploadPack;
import dev.lastgood.git.wire.Bounds;
import dev.lastgood.git.wire.Fetch;
import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.PackTooBigException;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.ObjectId;

/// Brings single objects from a source's server by protocol version 2, within one limit for all of
/// it.
///
/// Whatever it brings was hashed here: a server can withhold an object, but not forge one. What was
/// asked for and did not come is simply not in the answer.
///
/// Servers differ in what a filter does to an object that is wanted by its id. Git sends it in any
/// case, and with `tree:1` everything in a tree as well; JGit's server applies the filter to it
/// too, and leaves a tree out with `tree:0`. So a tree is asked for in the way of one, and once
/// more in the way of the other when it did not come. JGit's server also refuses the tree of an
/// older commit: it is asked for all that changed since a known commit, trees and all, however deep
/// that goes.
final class ObjectFetcher {
  /// Something to do with a fetcher while its connection is open.
  interface Use<T> {
    T of(ObjectFetcher fetcher) throws IOException, StepFailed;
  }

  /// How many generations come along with a tip.
  private static final int USUAL = 200;

  /// All that one answer may unpack to, blobs apart: what is read stays in memory for the pass.
  private static final long TOTAL = 8L << 20;

  private static final int OBJECTS = 20_000;
  private static final String COMMITS_ALONE = "tree:0";
  private static final String WITH_ROOTS = "tree:1";
  private static final String WITH_TREES = "blob:none";

  private final UploadPack server;
  private final Source source;
  private final boolean jgit;

  private ObjectFetcher(UploadPack server, Source source, String agent) {
    this.server = server;
    this.source = source;
    this.jgit = agent.startsWith("JGit");
  }

  /// Opens fetchers for servers that are known.
  record Opener(Connector connector, ServerProfiles servers) {
    <T> T with(Source source, Use<T> use) throws IOException, StepFailed {
      String agent = servers.of(source).map(ServerProfile::agent).orElse("unknown");
      return connector.uploadPack(
          source.remote(),
          Asked.OBJECTS,
          server -> use.of(new ObjectFetcher(server, source, agent)));
    }
  }

  /// A tip with its root tree; and the commits between it and a known one with theirs, where that
  /// costs no further request.
  CommitRange tip(ObjectId tip, Optional<ObjectId> known) throws IOException {
    if (known.isPresent()) {
      Optional<CommitRange> range = affordable(tip, known, USUAL);
      if (range.isPresent() && range.get().hasTip()) {
        return range.get();
      }
    }
    return commits(tip, Optional.empty(), Optional.of(1), WITH_ROOTS);
  }

  /// The commits below a tip, so many generations of them, but not those that a known one reaches;
  /// with their root trees, unless those are too many to be held.
  CommitRange history(ObjectId tip, Optional<ObjectId> known, int depth) throws IOException {
    Optional<CommitRange> range = affordable(tip, known, depth);
    return range.isPresent() ? range.get() : commits(tip, known, Optional.of(depth), COMMITS_ALONE);
  }

  private Optional<CommitRange> affordable(ObjectId tip, Optional<ObjectId> known, int depth)
      throws IOException {
    Optional<Integer> deep = jgit && known.isPresent() ? Optional.empty() : Optional.of(depth);
    try {
      return Optional.of(commits(tip, known, deep, jgit ? WITH_TREES : WITH_ROOTS));
    } catch (PackTooBigException | TooLargeObjectInPackException e) {
      return Optional.empty(); // it can be had with less around it
    }
  }

  private CommitRange commits(
      ObjectId tip, Optional<ObjectId> known, Optional<Integer> depth, String filter)
      throws IOException {
    Fetch.Answer answer = ask(new Fetch(Set.of(tip), known, depth, Optional.of(filter)), bounds());
    return new CommitRange(tip, known, answer.boundary(), answer.objects());
  }

  /// Commits with their root trees, and nothing of what came before them.
  List<GitObject> roots(Collection<ObjectId> commits) throws IOException {
    Fetch request =
        new Fetch(
            commits, Optional.empty(), Optional.of(1), Optional.of(jgit ? WITH_TREES : WITH_ROOTS));
    return ask(request, bounds()).objects();
  }

  /// Trees, of which none is below another; others may come with them.
  List<GitObject> trees(Collection<ObjectId> ids) throws IOException {
    List<GitObject> came = new ArrayList<>();
    Set<ObjectId> missing = new TreeSet<>(ids);
    for (String filter : jgit ? List.of("tree:1", "tree:0") : List.of("tree:0", "tree:1")) {
      if (!missing.isEmpty()) {
        Fetch request = new Fetch(missing, Optional.empty(), Optional.empty(), Optional.of(filter));
        came.addAll(ask(request, bounds()).objects());
        came.forEach(object -> missing.remove(object.id()));
      }
    }
    return came;
  }

  /// A blob.
  List<GitObject> blob(ObjectId id) throws IOException {
    long largest = source.access().limits().maxObject();
    Fetch request = new Fetch(Set.of(id), Optional.empty(), Optional.empty(), Optional.empty());
    return ask(request, new Bounds(OBJECTS, largest, largest)).objects();
  }

  private Bounds bounds() {
    return new Bounds(OBJECTS, source.access().limits().maxObject(), TOTAL);
  }

  private Fetch.Answer ask(Fetch request, Bounds bounds) throws IOException {
    try (InputStream stream = server.request(request.request())) {
      Fetch.Answer answer = Fetch.read(stream, bounds, server::arriving);
      for (GitObject object : answer.objects()) {
        if (object.type() == GitObject.ObjectType.COMMIT) {
          Commits.parse(object.bytes()); // before anything is done for each parent
        }
      }
      return answer;
    } catch (IOException e) {
      server.abandon(); // whoever can do without it asks for something else
      throw e;
    }
  }
}
