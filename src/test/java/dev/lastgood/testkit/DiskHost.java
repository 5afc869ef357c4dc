// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.destination.FileDestination;
import dev.lastgood.ledger.GitLedger;
import dev.lastgood.model.Place;
import dev.lastgood.model.Target;
import dev.lastgood.state.StatusFile;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A host whose file, record and last looks are on a real disk; the rest is simulated.
public final class DiskHost {
  private DiskHost() {}

  /// A new host in an empty directory.
  public static Host in(Path directory) {
    Host memory = new World().host();
    Place place =
        new Place(directory.resolve("rules.yaml"), Optional.empty(), true, Place.OnDrift.HEAL);
    Target target =
        new Target(
            memory.target().name(),
            memory.target().source(),
            memory.target().path(),
            place,
            memory.target().gate(),
            memory.target().consumer());
    ManualClock clock = memory.outside().clock();
    FileDestination destination = new FileDestination(() -> Optional.of("0123"));
    SimulatedService service = new SimulatedService(destination, place, clock);
    Ports ports =
        new Ports(
            memory.ports().mirror(),
            destination,
            new World.SimulatedChecks(copy -> write(copy, "formatted")),
            service,
            service,
            new Ports.Memory(
                new GitLedger(directory, "web-arm", clock::now),
                LedgerRemote.NONE,
                new StatusFile(directory)),
            clock);
    return new Host(
        target,
        ports,
        new Host.Outside(memory.outside().branch(), service, clock),
        new Editor(place.path()));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A person with an editor that writes a new file and renames it.
  private record Editor(Path file) implements Host.Hand {
    @Override
    public void write(String text) {
      remove();
      DiskHost.write(file, text);
    }

    @Override
    public void remove() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
