// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.link.Connector;
import dev.lastgood.git.wire.LsRefs;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// Asks a server where refs point.
interface RefQuery {
  /// The ref of a name; empty when there is none.
  Optional<LsRefs.Ref> named(String name) throws IOException, StepFailed;

  /// Names of branches, perhaps not all of a great many, to find what may be meant.
  List<String> branches() throws IOException, StepFailed;

  /// How many branches are looked at for names that are near.
  int MOST = 10_000;

  /// By one request of version 2, however many refs there are.
  ///
  /// @param connector the way to the server
  /// @param source whose server
  record Wire(Connector connector, Source source) implements RefQuery {
    @Override
    public Optional<LsRefs.Ref> named(String name) throws IOException, StepFailed {
      return connector.uploadPack(
          source,
          server -> {
            try (InputStream answer = server.request(LsRefs.request(name))) {
              return LsRefs.named(name, answer);
            }
          });
    }

    @Override
    public List<String> branches() throws IOException, StepFailed {
      try {
        return connector.uploadPack(
            source,
            server -> {
              try (InputStream answer = server.request(LsRefs.request(Constants.R_HEADS))) {
                return RefQuery.names(
                    LsRefs.first(MOST, answer).stream().map(LsRefs.Ref::name).toList());
              }
            });
      } finally {
        connector.hangUp(); // the rest of the answer is not read
      }
    }
  }

  /// Through JGit's transports.
  ///
  /// @param connector the way to the server
  /// @param source whose server
  record Jgit(Connector connector, Source source) implements RefQuery {
    @Override
    public Optional<LsRefs.Ref> named(String name) throws IOException, StepFailed {
      return connector.ask(source, transport -> advertised(transport, name));
    }

    private static Optional<LsRefs.Ref> advertised(Transport transport, String name)
        throws IOException {
      try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(name)))) {
        Ref ref = connection.getRef(name); // whole names: prefixes match more
        ObjectId id = ref == null ? null : ref.getObjectId();
        return id == null
            ? Optional.empty()
            : Optional.of(
                new LsRefs.Ref(
                    name,
                    id.copy(),
                    ref.isSymbolic() ? Optional.of(ref.getTarget().getName()) : Optional.empty()));
      }
    }

    @Override
    public List<String> branches() throws IOException, StepFailed {
      return connector.ask(source, Jgit::all);
    }

    private static List<String> all(Transport transport) throws IOException {
      try (FetchConnection connection = transport.openFetch(List.of(), Constants.R_HEADS)) {
        return RefQuery.names(connection.getRefs().stream().map(Ref::getName).toList());
      }
    }
  }

  private static List<String> names(List<String> refs) {
    List<String> names = new ArrayList<>();
    for (String ref : refs) {
      if (ref.startsWith(Constants.R_HEADS)) {
        names.add(ref.substring(Constants.R_HEADS.length()));
      }
    }
    return names;
  }
}
