// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.model.Auth;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.MirrorContract;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contract, over every way to a server.
final class GitMirrorIT {
  /// What all ways have in common: a real repository, and a path some directories down.
  abstract static class Way extends MirrorContract {
    @TempDir Path directory;
    GitOrigin origin;
    private GitMirror mirror;

    @BeforeEach
    void createOrigin() throws IOException {
      origin = GitOrigin.create(directory.resolve("srv/app.git"));
      mirror = new GitMirror(directory.resolve("state"), Map.of());
    }

    @Override
    protected Mirror mirror() {
      return mirror;
    }

    @Override
    protected RepoPath path() {
      return new RepoPath("powersync/deep/sync-rules.yaml");
    }

    @Override
    protected CommitId commit(String text, String message) {
      Change change = Change.of(message).file(path().value(), text).file("other", message);
      return new CommitId(origin.commit("master", change));
    }

    @Override
    protected void rewrite() {
      origin.delete("master");
    }
  }

  /// https with a token and an own authority.
  abstract static class Https extends Way {
    GitHttpServer server;
    private Path token;

    @BeforeEach
    void start() throws IOException {
      token = Files.writeString(directory.resolve("token"), " s3cret\n");
      server =
          GitHttpServer.tls(directory.resolve("srv"), TestAuthority.shared())
              .withToken("lastgood", "s3cret");
    }

    @Override
    protected Source source() {
      return SourceBuilder.of(server.url("app.git"))
          .with(new Auth.Token("lastgood", token))
          .trusting(TestAuthority.shared().certificate())
          .build();
    }

    @Override
    protected void down() {
      server.close();
    }
  }

  @Nested
  final class OverHttps extends Https {}

  @Nested
  final class OverHttpsWithFilters extends Https {
    @BeforeEach
    void allowFilters() {
      origin.configure("uploadpack.allowFilter", "true");
    }
  }

  @Nested
  final class OverHttpsProtocolZero extends Https {
    @BeforeEach
    void forgetProtocolTwo() {
      server.onlyProtocolZero();
    }
  }

  @Nested
  final class OverHttpsProtocolZeroWithFilters extends Https {
    @BeforeEach
    void allowFilters() {
      origin.configure("uploadpack.allowFilter", "true");
      server.onlyProtocolZero();
    }
  }

  @Nested
  final class OverSsh extends Ssh {}

  @Nested
  final class OverSshWithFilters extends Ssh {
    @BeforeEach
    void allowFilters() {
      origin.configure("uploadpack.allowFilter", "true");
    }
  }

  /// ssh with a key.
  abstract static class Ssh extends Way {
    @AutoClose private SshServer server;

    @BeforeAll
    static void askForSshd() {
      Tool.require("sshd");
    }

    @BeforeEach
    void start() {
      server = SshServer.start(directory.resolve("ssh"));
    }

    @Override
    protected Source source() {
      return SourceBuilder.of(server.url(origin.directory()))
          .with(new Auth.SshKey(server.clientKey(), server.knownHosts()))
          .build();
    }

    @Override
    protected void down() {
      server.close();
    }
  }

  @Nested
  final class OnThisMachine extends Local {}

  @Nested
  final class OnThisMachineWithFilters extends Local {
    @BeforeEach
    void allowFilters() {
      origin.configure("uploadpack.allowFilter", "true");
    }
  }

  /// A repository on disk.
  abstract static class Local extends Way {
    @Override
    protected Source source() {
      return SourceBuilder.of("file://" + origin.directory()).build();
    }

    @Override
    protected void down() {
      throw new AssertionError("there is no server");
    }

    /// Not a test here: there is no server to be out of reach.
    @Override
    protected void a_server_out_of_reach_is_for_the_next_pass() {}
  }
}
