// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Apache httpd with a password file, before a CGI program.
final class Apache {
  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

  private Apache() {}

  /// Before `git http-backend`.
  static Server start(Path directory, List<String> names) {
    Path repositories = Place.in(directory).repositories(names);
    String settings =
        """
        SetEnv GIT_PROJECT_ROOT %s
        SetEnv GIT_HTTP_EXPORT_ALL 1
        """
            .formatted(repositories);
    return start(directory, repositories, "exec git http-backend", settings);
  }

  /// Before any CGI program.
  ///
  /// @param script what the shell runs
  /// @param settings more lines of the configuration, the program's environment
  static Server start(Path directory, Path repositories, String script, String settings) {
    String apache = Tool.require("apache2").toString();
    Place place = Place.in(directory);
    int port = Daemon.freePort();
    Path program = place.script("backend", script + "\n");
    place.write("htpasswd", HttpServer.HTPASSWD);
    Path conf = place.write("apache.conf", configuration(directory, port, program) + settings);
    Daemon http =
        Daemon.start(
                directory, Map.of(), List.of(apache, "-D", "FOREGROUND", "-f", conf.toString()))
            .onceAt(port);
    return new HttpServer(repositories, port, "/%s.git", HttpServer.TOKEN, List.of(http));
  }

  private static String configuration(Path directory, int port, Path program) {
    StringBuilder modules = new StringBuilder();
    for (String name :
        List.of(
            "mpm_event",
            "unixd",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_basic",
            "alias",
            "cgid",
            "env")) {
      // Compiled in, or a file.
      modules.append(
          "<IfModule !mod_%1$s.c>\nLoadModule %1$s_module %2$s/mod_%1$s.so\n</IfModule>\n"
              .formatted(name, MODULES));
    }
    return modules
        + """
        ServerRoot %1$s
        ServerName 127.0.0.1
        Listen 127.0.0.1:%2$d
        PidFile %1$s/apache.pid
        Mutex file:%1$s
        ScriptSock %1$s/cgid.sock
        ErrorLog %1$s/error.log
        ScriptAlias / %3$s/
        <Directory %1$s>
          Options +ExecCGI
        </Directory>
        <Location />
          AuthType Basic
          AuthName git
          AuthUserFile %1$s/htpasswd
          Require valid-user
        </Location>
        """
            .formatted(directory, port, program);
  }
}
