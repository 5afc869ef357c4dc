// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Limits;
import dev.lastgood.model.Remote;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.Traffic;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Sizes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What one exchange with a remote's server may still cost, in time and in bytes.
///
/// Everything that is read from the server goes through [#bounded]. What blocks without reading is
/// ended by [ExchangeTimeout].
public final class TransferLimit {
  private final Remote remote;
  private final long maxBytes;
  private volatile ExchangeDeadline deadline;
  private volatile Progress.Task progress = Progress.NONE.begin(Progress.Activity.ASKING, "");
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicBoolean overdrawn = new AtomicBoolean();
  private final AtomicBoolean greeted = new AtomicBoolean();

  private TransferLimit(Remote remote, long maxBytes, Asked asked) {
    this.remote = remote;
    this.maxBytes = maxBytes;
    this.deadline = new ExchangeDeadline(asked, limits());
  }

  /// What a server is asked for.
  public enum Asked {
    /// Where refs point, or what became of a push: all of it within the timeout.
    ANSWER,
    /// Objects, as long as they arrive.
    OBJECTS
  }

  /// The whole of what the remote allows for one exchange; the clock starts here.
  public static TransferLimit of(Remote remote, Asked asked) {
    return new TransferLimit(remote, remote.access().limits().maxDownload(), asked);
  }

  /// An exchange that brings objects, but not as many bytes as the remote allows.
  public static TransferLimit ofObjects(Remote remote, long maxBytes) {
    return new TransferLimit(remote, most(remote, maxBytes), Asked.OBJECTS);
  }

  /// An answer with fewer bytes than the remote allows.
  static TransferLimit ofAnswer(Remote remote, long maxBytes) {
    return new TransferLimit(remote, most(remote, maxBytes), Asked.ANSWER);
  }

  private static long most(Remote remote, long maxBytes) {
    return Math.min(maxBytes, remote.access().limits().maxDownload());
  }

  /// Starts anew, for the next exchange over the same connection.
  void renew(Asked asked) {
    requests.set(0);
    received.set(0);
    overdrawn.set(false);
    deadline = new ExchangeDeadline(asked, limits());
  }

  /// Who is told of what comes from now on.
  void report(Progress.Task task) {
    progress = task;
  }

  /// What this exchange is for.
  Asked asked() {
    return deadline.asked();
  }

  /// Whose server it is.
  public Remote remote() {
    return remote;
  }

  /// What the remote's configuration allows.
  public Limits limits() {
    return remote.access().limits();
  }

  /// The time left; never less than a millisecond, because JDK and JGit take zero for "for ever".
  Duration left() {
    return deadline.left();
  }

  /// For how long one reading from the server may block.
  Duration silence() {
    return deadline.silence();
  }

  /// Whether the time is over.
  public boolean isOver() {
    return deadline.isOver();
  }

  /// Whether more bytes came than may.
  public boolean isOverdrawn() {
    return overdrawn.get();
  }

  /// Notes that the server lets us in and speaks Git.
  void greeted() {
    greeted.set(true);
  }

  /// Whether it did: what failed then is what was asked for, and something else may be served.
  public boolean isGreeted() {
    return greeted.get();
  }

  /// Notes that one more request goes to the server.
  void asks() {
    requests.incrementAndGet();
  }

  /// What the exchange took so far.
  Traffic traffic() {
    return new Traffic(requests.get(), received.get());
  }

  /// How many bytes came.
  public long received() {
    return received.get();
  }

  /// The refusal of an exchange that takes too long.
  ExchangeFailed tooSlow() {
    if (deadline.isLongest()) {
      return ExchangeFailed.retry(
          remote.url()
              + " had not sent all of it after "
              + Durations.setting(limits().maxDuration())
              + ", "
              + Sizes.of(received()),
          "if the line is that slow, raise "
              + remote.setting("limits.duration")
              + ", and TimeoutStartSec= of the unit with it");
    }
    if (deadline.wasPutOff()) {
      return ExchangeFailed.retry(
          remote.url()
              + " sent less than 1KiB a second for the timeout of "
              + Durations.setting(limits().timeout())
              + ", after "
              + Sizes.of(received()),
          "the next pass begins anew; if it is always silent for that long, raise "
              + remote.setting("timeout"));
    }
    return ExchangeFailed.retry(
        remote.url()
            + " did not finish within the timeout of "
            + Durations.setting(limits().timeout()),
        "the next pass tries again; if it is always too slow, raise " + remote.setting("timeout"));
  }

  /// The refusal of an answer that did not fit into memory. What was kept of it is garbage by now.
  ExchangeFailed tooMuch() {
    return ExchangeFailed.operator(
        remote.url() + " sent more than this process can hold in its memory",
        "look at the server; for more memory set LASTGOOD_JAVA_OPTS=-Xmx512m in the unit");
  }

  /// The refusal of a pack that claims to hold more objects than memory has room for.
  ExchangeFailed tooMany(long objects, long most) {
    String message = remote.url() + " sends " + objects + " objects; " + most + " are the most";
    return switch (remote.use()) {
      case READ ->
          ExchangeFailed.operator(
              message,
              "let the server filter: git config uploadpack.allowFilter true in its repository");
      case WRITE ->
          ExchangeFailed.operator(
              message, "correct " + remote.setting("url") + ": no record has that many");
    };
  }

  /// A stream that ends the exchange when it becomes too long or too slow.
  public InputStream bounded(InputStream stream) {
    return new Counted(stream) {
      @Override
      void came(long bytes) throws ExchangeFailed {
        spend(bytes);
      }
    };
  }

  /// The objects themselves, as they arrive: they put the deadline off. What a server says beside
  /// them does not.
  public InputStream arriving(InputStream pack) {
    return new Counted(pack) {
      @Override
      void came(long bytes) {
        deadline.received(bytes);
      }
    };
  }

  private void spend(long bytes) throws ExchangeFailed {
    if (received.addAndGet(Math.max(0, bytes)) > maxBytes) {
      overdrawn.set(true);
      throw ExchangeFailed.operator(
          remote.url() + " sent more than " + Sizes.of(maxBytes) + " in one exchange",
          "if the repository is meant to be that big, raise " + remote.setting("limits.download"));
    }
    progress.advance(Math.max(0, bytes));
    if (isOver()) {
      throw tooSlow();
    }
  }

  private abstract static class Counted extends FilterInputStream {
    Counted(InputStream stream) {
      super(stream);
    }

    /// So many bytes were read; -1 at the end.
    abstract void came(long bytes) throws ExchangeFailed;

    @Override
    public int read() throws IOException {
      int one = super.read();
      came(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      came(count);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      came(skipped);
      return skipped;
    }
  }
}
