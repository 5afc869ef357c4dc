// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses how a source is read: by what its server says it can do, remembered for a day, and one
/// way down each time that the server turns out not to be understood.
///
/// @param servers remembers
/// @param connector asks
/// @param clock tells the time
record Ways(Servers servers, Connector connector, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

  /// Something to do by what is known of a server.
  interface Call<T> {
    /// Does it.
    T by(Server server) throws IOException, StepFailed;
  }

  /// Does it in the first way that works.
  ///
  /// @throws StepFailed the last way's failure
  <T> T follow(Source source, Step step, Call<T> call) throws StepFailed {
    Optional<Server> known = servers.of(source);
    Server server = known.isPresent() ? known.get() : learned(source, step);
    boolean learnedNow = known.isEmpty();
    while (true) {
      try {
        return call.by(server);
      } catch (IOException | RuntimeException e) {
        Diagnosis diagnosis = Diagnosis.of(source, step, e);
        Optional<Server> next = Optional.empty();
        if (diagnosis.where() != Diagnosis.Where.SERVER) {
          next =
              learnedNow
                  ? server.stepDown(Words.of(e), clock.instant())
                  : Optional.of(learned(source, step));
        }
        if (next.isEmpty()) {
          servers.forget(source); // perhaps it is another one by now
          throw diagnosis.because(e);
        }
        LOG.atDebug()
            .addKeyValue("source", source.name())
            .addKeyValue("way", next.get().way().word())
            .log(Words.of(e));
        learnedNow = true;
        server = next.get();
        servers.remember(source, server);
      }
    }
  }

  private Server learned(Source source, Step step) throws StepFailed {
    try {
      Server server = learn(source);
      servers.remember(source, server);
      return server;
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, step, e).because(e);
    }
  }

  private Server learn(Source source) throws IOException, StepFailed {
    return source.remote().scheme().equals("file")
        ? Server.onThisMachine(clock.instant())
        : connector.uploadPack(
            source, server -> Server.greeting(server.capabilities(), clock.instant()));
  }
}
