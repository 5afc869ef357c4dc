// SPDX-License-Identifier: Apache-2.0

import com.google.gerrit.acceptance.StandaloneSiteTest;
import com.google.gerrit.acceptance.UseSsh;
import com.google.gerrit.extensions.api.GerritApi;
import com.google.gerrit.testing.ConfigSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.junit.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;

/// Gerrit on a site of its own, as its own tests start it, with its rights as they come.
///
/// Arguments: a free port for http, one for ssh, a file with the public key that is let in, and the
/// projects to create.
public final class Server {
  private static List<String> arguments = List.of();

  private Server() {}

  public static void main(String[] argv) {
    arguments = List.of(argv);
    Result result = JUnitCore.runClasses(Site.class);
    result.getFailures().forEach(failure -> System.out.println(failure.getTrace()));
    System.exit(result.wasSuccessful() ? 0 : 1);
  }

  public static final class Site extends StandaloneSiteTest {
    @ConfigSuite.Default
    public static Config configuration() {
      String url = "http://127.0.0.1:" + arguments.get(0) + "/";
      Config configuration = new Config();
      configuration.setString("gerrit", null, "canonicalWebUrl", url);
      configuration.setString("httpd", null, "listenUrl", url);
      configuration.setString("sshd", null, "listenAddress", "127.0.0.1:" + arguments.get(1));
      return configuration;
    }

    @Test
    @UseSsh
    public void serves() throws Exception {
      var injector = startServer().getInjector();
      var gerrit = injector.getInstance(GerritApi.class);
      gerrit.accounts().self().addSshKey(Files.readString(Path.of(arguments.get(2))));
      for (String name : arguments.subList(3, arguments.size())) {
        gerrit.projects().create(name);
      }
      System.out.println("repositories in " + sitePaths.resolve("git"));
      System.out.println("host keys in " + sitePaths.resolve("etc"));
      System.out.println("let in " + admin.username() + " " + admin.httpPassword());
      System.out.println("listening on " + arguments.get(0));
      System.in.read(); // until the test closes it, or is gone
      System.exit(0);
    }
  }
}
