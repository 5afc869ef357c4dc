// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// nginx with a password file, before fcgiwrap, before `git http-backend`.
///
/// The CGI program is a script. A file `fault` says how many POSTs it answers before one at which
/// it dies or hangs; it counts down there.
final class Nginx {
  private Nginx() {}

  /// As nginx passes requests on: `Git-Protocol` among all other headers.
  static Server start(Path directory, List<String> repositories) {
    return start(directory, repositories, "");
  }

  /// With `Git-Protocol` withheld, as an old `git http-backend` does.
  static Server onlyProtocolZero(Path directory, List<String> repositories) {
    return start(directory, repositories, "fastcgi_param HTTP_GIT_PROTOCOL \"\";");
  }

  /// As it is passed on, which waits a second.
  static Server impatient(Path directory, List<String> repositories) {
    return start(directory, repositories, "fastcgi_read_timeout 1s;");
  }

  /// The two together.
  static Server impatientAndOld(Path directory, List<String> repositories) {
    return start(
        directory, repositories, "fastcgi_read_timeout 1s; fastcgi_param HTTP_GIT_PROTOCOL \"\";");
  }

  private static Server start(Path directory, List<String> names, String more) {
    String nginx = Tool.require("nginx").toString();
    String fcgiwrap = Tool.require("fcgiwrap").toString();
    Place place = Place.in(directory);
    Path repositories = place.repositories(names);
    Path socket = directory.resolve("cgi");
    int port = Daemon.freePort();
    Path program = place.script("backend", backend(directory));
    place.write("htpasswd", HttpServer.HTPASSWD);
    Path conf =
        place.write("nginx.conf", configuration(directory, port, program, repositories, more));
    Daemon cgi =
        Daemon.start(directory, Map.of(), List.of(fcgiwrap, "-c", "4", "-s", "unix:" + socket))
            .once("fcgiwrap's socket", () -> Files.exists(socket));
    Daemon http =
        Daemon.start(
                directory,
                Map.of(),
                List.of(nginx, "-p", directory.toString(), "-c", conf.toString(), "-e", "stderr"))
            .onceAt(port);
    return new HttpServer(repositories, port, "/%s.git", HttpServer.TOKEN, List.of(cgi, http));
  }

  private static String configuration(
      Path directory, int port, Path program, Path repositories, String more) {
    return """
    daemon off;
    %6$s
    pid nginx.pid;
    worker_processes 1;
    events { worker_connections 64; }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%2$d;
        auth_basic git;
        auth_basic_user_file %1$s/htpasswd;
        client_max_body_size 0;
        location / {
          fastcgi_pass unix:%1$s/cgi;
          fastcgi_param SCRIPT_FILENAME %3$s;
          fastcgi_param GIT_PROJECT_ROOT %4$s;
          fastcgi_param GIT_HTTP_EXPORT_ALL 1;
          fastcgi_param PATH_INFO $uri;
          fastcgi_param QUERY_STRING $query_string;
          fastcgi_param REQUEST_METHOD $request_method;
          fastcgi_param CONTENT_TYPE $content_type;
          fastcgi_param CONTENT_LENGTH $content_length;
          fastcgi_param REMOTE_USER $remote_user;
          fastcgi_param REMOTE_ADDR $remote_addr;
          %5$s
        }
      }
    }
    """
        .formatted(
            directory,
            port,
            program,
            repositories,
            more,
            System.getProperty("user.name").equals("root") ? "user root;" : "");
  }

  private static String backend(Path directory) {
    return """
    if [ "$REQUEST_METHOD" = POST ] && [ -e %1$s/fault ]; then
      read left how <%1$s/fault
      echo "$((left - 1)) $how" >%1$s/fault
      case $left-$how in
        0-dies) exit 1 ;;
        0-hangs) sleep 3; exit 1 ;;
      esac
    fi
    exec git http-backend
    """
        .formatted(directory);
  }
}
