// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Auth;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Failures;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// An origin served over http with a token, a state directory, and a mirror of the one in the
/// other.
public final class Bench implements AutoCloseable {
  public static final String TOKEN = "t0p-s3cret-t0ken";

  public final Path directory;
  public final GitOrigin origin;
  public final GitHttpServer server;
  public GitMirror mirror;

  public Bench(Path directory) {
    this.directory = directory;
    this.origin = GitOrigin.create(directory.resolve("srv/app.git"));
    this.server = GitHttpServer.plain(directory.resolve("srv")).withToken("lastgood", TOKEN);
    try {
      this.mirror = new GitMirror(Files.createDirectory(directory.resolve("state")), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the server leaves out what it is asked to.
  public Bench filtering(boolean allowed) {
    origin.configure("uploadpack.allowFilter", Boolean.toString(allowed));
    return this;
  }

  /// The same repository over https, with the same token.
  public GitHttpServer tls() {
    return GitHttpServer.tls(directory.resolve("srv"), TestAuthority.shared())
        .withToken("lastgood", TOKEN);
  }

  /// The source over http.
  public SourceBuilder http() {
    return SourceBuilder.of(server.url("app.git")).with(token(TOKEN + "\n"));
  }

  /// The source on disk.
  public SourceBuilder file() {
    return SourceBuilder.of("file://" + origin.directory());
  }

  public Auth.Token token(String content) {
    try {
      return new Auth.Token("lastgood", Files.writeString(directory.resolve("token"), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Mirror.Found locate(Source source, String path) throws StepFailed {
    return mirror.locate(source, mirror.look(source), new RepoPath(path));
  }

  public String read(Source source, String path) throws StepFailed {
    return mirror.read(source, locate(source, path), 1 << 20).text();
  }

  public Mirror.Lineage lineage(Source source, String deployed, String path) throws StepFailed {
    Mirror.Tip tip = new Mirror.Tip(new Branch("master"), new CommitId(origin.tip("master")));
    return mirror.lineage(source, new CommitId(deployed), tip, new RepoPath(path));
  }

  /// Who touched the path, which must be known.
  public static List<SourceCommit> known(Mirror.Lineage lineage) {
    return known(lineage.touching());
  }

  public static List<SourceCommit> known(CommitLog log) {
    assertThat(log).isInstanceOf(CommitLog.Known.class);
    return ((CommitLog.Known) log).commits();
  }

  /// The mirror on disk.
  public Path place() {
    return directory.resolve("state/mirror/app.git");
  }

  /// What stock Git says of the mirror.
  public String git(String... arguments) {
    return Tool.git(place(), arguments);
  }

  /// How a look at the source fails.
  public Failure lookFails(SourceBuilder builder) {
    Source source = builder.build();
    return failure(() -> mirror.look(source));
  }

  /// How something fails; checks on the way that no message says more than it should.
  public static Failure failure(ThrowingCallable call) {
    Failure failure = Failures.failure(call);
    String said = failure.message() + "\n" + failure.hint();
    assertThat(said)
        .doesNotContain(TOKEN)
        .doesNotContainPattern("[a-z]+\\.[a-z]+\\.[A-Za-z.]*(Exception|Error)")
        .doesNotContain("null");
    assertThat(failure.message()).doesNotContain("\n").isNotBlank();
    assertThat(failure.hint()).isNotBlank();
    return failure;
  }

  @Override
  public void close() {
    server.close();
  }
}
