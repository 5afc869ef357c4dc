// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The ssh connection of the last exchange, kept for a moment: what a pass asks of one server goes
/// over one connection, however many exchanges that is. Servers count connections, and let in few
/// of them within a minute.
final class KeptConnection {
  /// Longer than what lies between two exchanges of a pass; a rollout is not to hold a connection.
  private static final Duration IDLE = Duration.ofSeconds(5);

  /// Whoever takes a link out of here owns it.
  private final AtomicReference<@Nullable Idle> idle = new AtomicReference<>();

  private record Idle(SshLink link) {}

  /// The connection to a remote, its limit renewed: the one that was kept, or a new one.
  SshLink take(Remote remote, TransferLimit.Asked asked) throws IOException {
    Optional<SshLink> kept = taken();
    if (kept.isPresent() && kept.get().isKept(remote)) {
      kept.get().limit().renew(asked);
      return kept.get();
    }
    kept.ifPresent(SshLink::close);
    return SshLink.of(TransferLimit.of(remote, asked));
  }

  /// Keeps a connection on which nothing is open.
  void keep(SshLink link) {
    Idle kept = new Idle(link);
    idle.set(kept);
    Thread.ofPlatform().daemon().name("ssh-idle").start(() -> endLater(kept));
  }

  private void endLater(Idle kept) {
    try {
      Thread.sleep(IDLE);
    } catch (InterruptedException e) {
      // Then it ends now.
    }
    if (idle.compareAndSet(kept, null)) {
      kept.link().close();
    }
  }

  /// Ends it now, when there is one.
  void end() {
    taken().ifPresent(SshLink::close);
  }

  private Optional<SshLink> taken() {
    return Optional.ofNullable(idle.getAndSet(null)).map(Idle::link);
  }
}
