// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.link.Messages;
import dev.lastgood.git.link.TransferLimit.Asked;
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
record WayChooser(ServerProfiles servers, Connector connector, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(WayChooser.class);

  /// Something to do by what is known of a server.
  interface Call<T> {
    /// Does it.
    T by(ServerProfile server) throws IOException, StepFailed;
  }

  /// Does it in the first way that works.
  ///
  /// @throws StepFailed the last way's failure
  <T> T follow(Source source, Step step, Call<T> call) throws StepFailed {
    Optional<ServerProfile> known = servers.of(source);
    ServerProfile server = known.isPresent() ? known.get() : learned(source, step);
    boolean learnedNow = known.isEmpty();
    while (true) {
      try {
        return call.by(server);
      } catch (IOException | RuntimeException e) {
        ExchangeProblem problem = ExchangeProblem.of(source.remote(), step, e);
        Optional<ServerProfile> next = Optional.empty();
        if (problem.where() != ExchangeProblem.Where.SERVER) {
          next =
              learnedNow
                  ? server.stepDown(Messages.of(e), clock.instant())
                  : Optional.of(learned(source, step));
        }
        if (next.isEmpty()) {
          servers.forget(source); // perhaps it is another one by now
          throw problem.because(e);
        }
        LOG.atDebug()
            .addKeyValue("source", source.name())
            .addKeyValue("way", next.get().way().word())
            .log(Messages.of(e));
        learnedNow = true;
        server = next.get();
        servers.remember(source, server);
      }
    }
  }

  private ServerProfile learned(Source source, Step step) throws StepFailed {
    try {
      ServerProfile server = learn(source);
      servers.remember(source, server);
      return server;
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(source.remote(), step, e).because(e);
    }
  }

  private ServerProfile learn(Source source) throws IOException, StepFailed {
    return source.url().scheme().equals("file")
        ? ServerProfile.onThisMachine(clock.instant())
        : connector.uploadPack(
            source.remote(),
            Asked.ANSWER,
            server -> ServerProfile.greeting(server.capabilities(), clock.instant()));
  }
}
