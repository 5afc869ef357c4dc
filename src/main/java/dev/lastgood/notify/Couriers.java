// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deliver at the same time, each to one recipient, so that none waits for another; and no longer
/// than it may take.
final class Couriers {
  private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);

  /// What ending a program that hangs may take beyond its timeout.
  private static final Duration GRACE = Duration.ofSeconds(6);

  private Couriers() {}

  /// How long they may take together: one begins no delivery after a recipient's timeout, and that
  /// one may take as long again.
  static Duration bound(List<Recipient> recipients) {
    return recipients.stream()
        .map(one -> one.notifier().timeout().multipliedBy(2))
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other)
        .plus(GRACE);
  }

  /// What one of them does for its recipient.
  interface Round {
    void make(Recipient recipient, Consumer<Attempt> said);
  }

  /// Sends them out, and waits for them.
  ///
  /// @return what came of it, as far as that is known in time
  static List<Attempt> send(List<Recipient> recipients, Round round) {
    return send(recipients, bound(recipients), round);
  }

  /// The same, and waits for no longer than that.
  static List<Attempt> send(List<Recipient> recipients, Duration most, Round round) {
    List<Courier> couriers = new ArrayList<>();
    long end = System.nanoTime() + most.toNanos();
    for (Recipient recipient : recipients) {
      Queue<Attempt> his = new ConcurrentLinkedQueue<>();
      Thread thread =
          Thread.ofPlatform().daemon().name("notify").start(() -> make(round, recipient, his::add));
      couriers.add(new Courier(recipient, thread, his));
    }
    await(couriers, end);
    return couriers.stream().flatMap(Courier::attempts).toList();
  }

  /// What a bug says may hold a secret, so nobody is shown it.
  private static void make(Round round, Recipient recipient, Consumer<Attempt> said) {
    try {
      round.make(recipient, said);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      Attempt broken = Attempt.broken(recipient, e);
      LOG.atWarn()
          .addKeyValue("notifier", broken.recipient())
          .addKeyValue("reason", broken.failure().orElse(""))
          .log("not told; the next pass tries again");
      said.accept(broken);
    }
  }

  private record Courier(Recipient recipient, Thread thread, Queue<Attempt> said) {
    private Stream<Attempt> attempts() {
      return thread.isAlive()
          ? Stream.concat(said.stream(), Stream.of(Attempt.unknown(recipient)))
          : said.stream();
    }
  }

  /// One that has not come back by then is left alone: it keeps no process alive.
  private static void await(List<Courier> couriers, long end) {
    try {
      for (Courier courier : couriers) {
        boolean _ = courier.thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
