// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.net.URL;
import java.util.List;

/// What a server runs for us, and its addresses below a repository's in Git's smart HTTP.
enum GitService {
  /// Sends objects to us.
  UPLOAD_PACK("git-upload-pack"),
  /// Takes objects and moves branches.
  RECEIVE_PACK("git-receive-pack");

  private final String program;

  GitService(String program) {
    this.program = program;
  }

  /// Those that a remote is there for.
  static List<GitService> of(Remote remote) {
    return switch (remote.use()) {
      case READ -> List.of(UPLOAD_PACK);
      case WRITE -> List.of(UPLOAD_PACK, RECEIVE_PACK);
    };
  }

  /// The one that an address of a request is about.
  static GitService of(URL request) {
    String path = request.getPath();
    boolean push = RECEIVE_PACK.info("").endsWith("?" + request.getQuery());
    return push || path.endsWith(RECEIVE_PACK.requests("")) ? RECEIVE_PACK : UPLOAD_PACK;
  }

  /// Where it greets.
  String info(String repository) {
    return repository + "/info/refs?service=" + program;
  }

  /// Where it takes requests.
  String requests(String repository) {
    return repository + "/" + program;
  }

  /// The type of its greeting.
  String greeting() {
    return "application/x-" + program + "-advertisement";
  }

  /// The type of its answers.
  String answer() {
    return "application/x-" + program + "-result";
  }
}
