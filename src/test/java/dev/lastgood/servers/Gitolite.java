// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// gitolite, whose user `ci` may read every repository that the test made, and write to those that
/// are named so.
final class Gitolite {
  private static final String SHELL = "/usr/share/gitolite3/gitolite-shell";

  /// How the names of repositories begin that may be pushed to.
  static final String WRITABLE = "writable-";

  private Gitolite() {}

  /// Behind Apache.
  static Server overHttp(Path directory, List<String> names) {
    Path home = setUp(directory, names);
    String settings =
        """
        SetEnv GIT_PROJECT_ROOT %1$s/repositories
        SetEnv GIT_HTTP_EXPORT_ALL 1
        SetEnv GITOLITE_HTTP_HOME %1$s
        """
            .formatted(home);
    return Apache.start(directory, home.resolve("repositories"), "exec " + SHELL, settings);
  }

  /// Behind sshd, by its command for a key.
  static Server overSsh(Path directory, List<String> names) {
    Path home = setUp(directory, names);
    String command = "env HOME=" + home + " " + SHELL + " ci";
    String options =
        "command=\""
            + command
            + "\",no-port-forwarding,no-X11-forwarding,no-agent-forwarding,no-pty ";
    SshServer ssh = SshServer.start(directory.resolve("ssh"), "AcceptEnv LANG LC_*\n", options);
    return new Sshd(home.resolve("repositories"), ssh, name -> "/" + name);
  }

  private static Path setUp(Path directory, List<String> names) {
    String gitolite = Tool.require("gitolite").toString();
    Path home = Place.in(directory.resolve("gitolite")).directory();
    Map<String, String> environment =
        Map.of("HOME", home.toString(), "USER", "ci", "GIT_CONFIG_COUNT", "0");
    Tool.run(home, environment, new byte[0], List.of(gitolite, "setup", "-a", "admin"));
    StringBuilder rules = new StringBuilder("repo gitolite-admin\n  RW+ = admin\n");
    for (String name : names) {
      String right = name.startsWith(WRITABLE) ? "RW" : "R";
      rules.append("repo ").append(name).append("\n  ").append(right).append(" = ci\n");
    }
    new Place(home).write(".gitolite/conf/gitolite.conf", rules.toString());
    Tool.run(home, environment, new byte[0], List.of(gitolite, "compile"));
    return home;
  }
}
