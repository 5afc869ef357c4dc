// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.git.wire.LsRefs;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// Asks a source's server where refs point: by one request of protocol version 2, however many refs
/// there are, or through JGit's transport.
///
/// @param wire whether the server speaks version 2
record RefQuery(Connector connector, Source source, boolean wire) {
  /// How many branches are looked at for names that are near.
  private static final int MOST = 10_000;

  /// The ref of a name; empty when there is none.
  Optional<LsRefs.Ref> named(String name) throws IOException, StepFailed {
    if (!wire) {
      return connector.ask(source.remote(), transport -> advertised(transport, name));
    }
    return connector.uploadPack(
        source.remote(),
        Asked.ANSWER,
        server -> {
          try (InputStream answer = server.request(LsRefs.request(name))) {
            return LsRefs.named(name, answer);
          }
        });
  }

  private static Optional<LsRefs.Ref> advertised(Transport transport, String name)
      throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(name)))) {
      Ref ref = connection.getRef(name); // whole names: prefixes match more
      ObjectId id = ref == null ? null : ref.getObjectId();
      if (id == null) {
        return Optional.empty();
      }
      Optional<String> target =
          ref.isSymbolic() ? Optional.of(ref.getTarget().getName()) : Optional.empty();
      return Optional.of(new LsRefs.Ref(name, id.copy(), target));
    }
  }

  /// Names of branches, perhaps not all of a great many, to find what may be meant.
  List<String> branches() throws IOException, StepFailed {
    List<String> refs = wire ? requested() : connector.ask(source.remote(), RefQuery::advertised);
    return refs.stream()
        .filter(ref -> ref.startsWith(Constants.R_HEADS))
        .map(ref -> ref.substring(Constants.R_HEADS.length()))
        .toList();
  }

  private List<String> requested() throws IOException, StepFailed {
    return connector.uploadPack(
        source.remote(),
        Asked.ANSWER,
        server -> {
          try (InputStream answer = server.request(LsRefs.request(Constants.R_HEADS))) {
            return LsRefs.first(MOST, answer).stream().map(LsRefs.Ref::name).toList();
          } finally {
            server.abandon(); // there may be more of them
          }
        });
  }

  private static List<String> advertised(Transport transport) throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(), Constants.R_HEADS)) {
      return connection.getRefs().stream().map(Ref::getName).toList();
    }
  }
}
