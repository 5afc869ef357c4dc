// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Host;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A host at rest: all that the contract speaks of.
///
/// @param file what stands at the destination
/// @param history what the record says now
/// @param record every entry, oldest first
/// @param kept the contents whose bytes the record holds
/// @param service what the service is at
/// @param offline whether the branch is out of reach
record HostSnapshot(
    Optional<String> file,
    History history,
    List<Entry> record,
    Map<BlobId, String> kept,
    Running service,
    boolean offline) {
  /// The service, as somebody sees it who stands beside it.
  ///
  /// @param phase running or not
  /// @param loaded what it read when it started
  /// @param well whether it runs as it should
  /// @param starts how often it was started
  record Running(Service.Phase phase, Optional<String> loaded, boolean well, int starts) {}

  /// How a host is now.
  ///
  /// @param texts every content that was met so far
  static HostSnapshot of(Host host, Set<String> texts) throws StepFailed {
    Ledger ledger = host.ports().memory().ledger();
    var name = host.target().name();
    List<Entry> record = new ArrayList<>();
    ledger.walk(
        name,
        entry -> {
          record.addFirst(entry);
          return true;
        });
    Map<BlobId, String> kept = new HashMap<>();
    for (String text : texts) {
      BlobId blob = Content.of(text).blob();
      try {
        kept.put(blob, ledger.content(name, blob).text());
      } catch (StepFailed _) {
        // The record does not hold it, and that is what is asked here.
      }
    }
    var service = host.outside().service();
    Service.Phase phase = service.state(host.target().consumer().activation()).phase();
    return new HostSnapshot(
        host.ports().destination().look(host.target().place()).map(Content::text),
        ledger.history(name),
        List.copyOf(record),
        kept,
        new Running(phase, service.loaded(), service.isWell(), service.starts()),
        host.outside().branch().isDown());
  }

  Live live() {
    return history.live();
  }

  Proof.Standing standing() {
    return history.standing();
  }

  /// The file's id.
  Optional<BlobId> blob() {
    return file.map(text -> Content.of(text).blob());
  }

  /// Whether the destination holds what the record says is live.
  boolean agrees() {
    return blob().equals(live().content());
  }

  /// Whether the file is something that must not be tried again.
  boolean isQuarantined() {
    return blob().map(history.quarantine()::containsKey).orElse(false);
  }

  boolean isPaused() {
    return history.pause().isPresent();
  }
}
