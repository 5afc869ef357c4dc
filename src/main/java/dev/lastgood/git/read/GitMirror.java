// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.link.Connector;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mirror: a small bare repository per source under the state directory, and two ways of
/// bringing into it what is needed.
///
/// What is on disk is a cache. Whatever is wrong with it, a pass replaces it by a fresh one rather
/// than fail. The caller holds the state directory's lock.
public final class GitMirror implements Mirror {
  private final ServerProfiles servers;
  private final Connector connector;
  private final WayChooser ways;
  private final PathOnlyReader pathOnly;
  private final CloneReader clones;
  private final FoundFiles found;

  /// Keeps its mirrors under `<stateDirectory>/mirror`.
  ///
  /// @param environment this process's variables, where proxies are named
  /// @param progress told of what comes
  public GitMirror(Path stateDirectory, Map<String, String> environment, Progress progress) {
    this(stateDirectory, new Connector(Map.copyOf(environment), progress), InstantSource.system());
  }

  /// As the other one, and nobody looks on.
  public GitMirror(Path stateDirectory, Map<String, String> environment) {
    this(stateDirectory, environment, Progress.NONE);
  }

  GitMirror(Path stateDirectory, Connector connector, InstantSource clock) {
    IsolatedSystem.install();
    Path directory = stateDirectory.resolve("mirror");
    MirrorDirectory mirrors = new MirrorDirectory(directory);
    this.found = new FoundFiles(directory);
    this.servers = new ServerProfiles(directory, clock);
    this.connector = connector;
    this.ways = new WayChooser(servers, connector, clock);
    this.pathOnly =
        new PathOnlyReader(
            new PartialRepository(mirrors), new ObjectFetcher.Opener(connector, servers));
    this.clones = new CloneReader(new ShallowClone(mirrors, connector));
  }

  @Override
  public Tip look(Source source) throws StepFailed {
    pathOnly.forget(source);
    connector.traffic().forget(source.remote());
    Tip tip =
        ways.follow(
            source,
            Step.LOOK,
            server -> new TipFinder(new RefQuery(connector, source, server.wire())).find());
    if (way(source).filter(way -> found.knows(source, tip, way)).isPresent()) {
      connector.hangUp(); // there will be nothing else to ask
    }
    return tip;
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    Optional<Found> known = way(source).flatMap(way -> found.find(source, tip, path, way));
    if (known.isPresent()) {
      return known.get();
    }
    Found located = read(source, Step.FETCH, reader -> reader.locate(source, tip, path));
    found.keep(source, located);
    return located;
  }

  @Override
  public Content read(Source source, Found located, long maxSize) throws StepFailed {
    requireProven(source, located);
    return read(source, Step.EXTRACT, reader -> reader.read(source, located, maxSize));
  }

  /// What was remembered is good enough to see that nothing is new; before content is handed out,
  /// the objects themselves have to lead to it.
  private void requireProven(Source source, Found located) throws StepFailed {
    Found proven =
        read(source, Step.EXTRACT, reader -> reader.locate(source, located.tip(), located.path()));
    if (!proven.blob().equals(located.blob())) {
      found.keep(source, proven);
      throw StepFailed.retry(
          Step.EXTRACT,
          "what was remembered of %s in commit %s of %s is wrong"
              .formatted(located.path(), located.tip().commit().abbreviated(), source.url()),
          "the next pass goes by what was read now");
    }
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    return read(source, Step.FETCH, reader -> reader.lineage(source, deployed, tip, path));
  }

  @Override
  public CommitLog writer(Source source, Tip tip, RepoPath path) throws StepFailed {
    return read(source, Step.FETCH, reader -> reader.writer(source, tip, path));
  }

  @Override
  public String verify(Source source, Tip tip, List<CommitId> commits) throws StepFailed {
    return read(source, Step.FETCH, reader -> reader.verify(source, tip, commits));
  }

  @Override
  public Traffic traffic(Source source) {
    return connector.traffic().of(source.remote());
  }

  @Override
  public Optional<String> manner(Source source) {
    return servers.of(source).map(server -> server.way().word() + ": " + server.why());
  }

  private Optional<Way> way(Source source) {
    return servers.of(source).map(ServerProfile::way);
  }

  private interface Use<T> {
    T of(SourceReader reader) throws IOException, StepFailed;
  }

  private <T> T read(Source source, Step step, Use<T> use) throws StepFailed {
    return ways.follow(source, step, server -> use.of(reader(server.way())));
  }

  private SourceReader reader(Way way) {
    return switch (way) {
      case PATH_ONLY -> pathOnly;
      case FILTERED, SHALLOW_CLONE -> clones;
    };
  }
}
