// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.*;
import dev.lastgood.testkit.*;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeTest {
  @TempDir Path dir;

  @Test
  void smoke() throws Exception {
    GitOrigin o = GitOrigin.create(dir.resolve("srv/app.git"));
    o.commit("master", "a/b.yaml", "one\n");
    Authority ca = Authority.create(dir.resolve("ca"));
    java.nio.file.Files.writeString(dir.resolve("token"), "s3cret\n");
    try (GitHttpServer s = GitHttpServer.tls(dir.resolve("srv"), ca).withToken("ci", "s3cret")) {
      for (String url : List.of(s.url("app.git"), "file://" + o.directory())) {
        Source src =
            new Source(
                new SourceName("app"),
                RemoteUrl.parse(url),
                Optional.of(new Branch("master")),
                new Access(
                    url.startsWith("file")
                        ? new Auth.Anonymous()
                        : new Auth.Token("ci", dir.resolve("token")),
                    Optional.of(ca.certificate()),
                    Optional.empty(),
                    new Limits(Duration.ofSeconds(10), 10 << 20, 1 << 20)),
                new SourcePolicy(
                    Duration.ofHours(1),
                    SourcePolicy.Rewrites.REFUSE,
                    new Signatures(Signatures.Require.NONE, Optional.empty(), Optional.empty())));
        JGitMirror m = new JGitMirror(dir.resolve("state"), Map.of());
        try {
          long t = System.nanoTime();
          Mirror.Tip tip = m.look(src);
          System.out.println(tip + " " + (System.nanoTime() - t) / 1000000);
          s.requests()
              .forEach(r -> System.out.println(r.line() + " " + r.peer() + " " + r.protocol()));
          s.forget();
          t = System.nanoTime();
          var f = m.locate(src, tip, new RepoPath("a/b.yaml"));
          System.out.println(f + " " + (System.nanoTime() - t) / 1000000);
          System.out.println(m.read(src, f, 1000).text());
          s.requests()
              .forEach(r -> System.out.println(r.line() + " " + r.peer() + " " + r.protocol()));
          System.out.println(
              Tool.git(dir.resolve("state/mirror/app.git"), "show", "master:a/b.yaml"));
          System.out.println(Tool.git(dir.resolve("state/mirror/app.git"), "fsck", "--strict"));
          o.commit("master", "a/b.yaml", "two\n");
          tip = m.look(src);
          f = m.locate(src, tip, new RepoPath("a/b.yaml"));
          System.out.println(m.read(src, f, 1000).text());
          System.out.println(Tool.git(dir.resolve("state/mirror/app.git"), "log", "--oneline"));
        } catch (StepFailed e) {
          System.out.println(e.failure());
          e.printStackTrace();
        }
      }
    }
  }
}
