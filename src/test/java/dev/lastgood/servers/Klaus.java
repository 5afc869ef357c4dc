// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// klaus, a viewer in Python whose Git is Dulwich: version 0 alone, no filters. It knows HTTP
/// Digest or nothing.
final class Klaus {
  private Klaus() {}

  static Server start(Path directory, List<String> names) {
    String klaus = Tool.require("klaus").toString();
    Path repositories = Place.in(directory).repositories(names);
    int port = Daemon.freePort();
    List<String> argv =
        new ArrayList<>(
            List.of(klaus, "--host", "127.0.0.1", "--port", String.valueOf(port), "--smarthttp"));
    names.forEach(name -> argv.add(repositories.resolve(name + ".git").toString()));
    Daemon daemon = Daemon.start(directory, Map.of(), argv).onceAt(port);
    return new HttpServer(repositories, port, "/%s", new AccessWay.Open(), List.of(daemon));
  }
}
