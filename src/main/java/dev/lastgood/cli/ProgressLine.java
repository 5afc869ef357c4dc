// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.host.TerminalSize;
import dev.lastgood.report.Line;
import dev.lastgood.report.ProgressText;
import dev.lastgood.sync.port.Progress;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// One line of a terminal that says how far something has come: drawn anew while it takes longer
/// than a second, gone when it is over, and out of the way of whatever else is said.
///
/// Loaded only where talk goes to a terminal.
final class ProgressLine implements Progress {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final byte[] ERASE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream terminal;
  private final Line.Style style;
  private final Supplier<Optional<TerminalSize>> size;
  private final Deque<Begun> begun = new ArrayDeque<>();
  private boolean drawing;
  private boolean shown;
  private boolean atLineStart = true;

  /// @param size the terminal's, asked whenever the line is drawn
  ProgressLine(OutputStream terminal, Line.Style style, Supplier<Optional<TerminalSize>> size) {
    this.terminal = terminal;
    this.style = style;
    this.size = size;
  }

  /// What else is said on the terminal: the line makes room for it.
  OutputStream talk() {
    return new Talk(terminal);
  }

  @Override
  public synchronized Task begin(Activity activity, String subject) {
    Begun task = new Begun(activity, subject);
    begun.push(task);
    if (!drawing) {
      drawing = true;
      Thread.ofPlatform().daemon().name("progress").start(this::draw);
    }
    return task;
  }

  private void draw() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        redraw();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // The terminal went away: there is nobody to show anything to.
    }
  }

  private synchronized void redraw() throws IOException {
    Begun newest = begun.peek();
    if (newest == null || !atLineStart || newest.time().compareTo(PATIENCE) < 0) {
      return;
    }
    int columns = size.get().map(TerminalSize::columns).orElse(80) - 1;
    String line =
        newest.text().line(newest.speed()).render(style, () -> OptionalInt.of(columns)).getFirst();
    terminal.write(ERASE);
    terminal.write(line.getBytes(StandardCharsets.UTF_8));
    terminal.flush();
    shown = true;
  }

  private synchronized void erase() throws IOException {
    if (shown) {
      terminal.write(ERASE);
      terminal.flush();
      shown = false;
    }
  }

  private synchronized void end(Begun task) {
    begun.remove(task);
    try {
      erase();
    } catch (IOException _) {
      // As above.
    }
  }

  /// Something that has begun. It is advanced by whoever works, and looked at by whoever draws.
  private final class Begun implements Task {
    private final Activity activity;
    private final String subject;
    private final long start = System.nanoTime();
    private long done;
    private long total = -1;
    private long last = start;
    private long lookedAt = start;
    private long seen;
    private long rate;

    Begun(Activity activity, String subject) {
      this.activity = activity;
      this.subject = subject;
    }

    @Override
    public void expect(long all) {
      synchronized (ProgressLine.this) {
        total = all;
      }
    }

    @Override
    public void advance(long more) {
      synchronized (ProgressLine.this) {
        done += more;
        last = more > 0 ? System.nanoTime() : last;
      }
    }

    @Override
    public void close() {
      end(this);
    }

    Duration time() {
      return since(start);
    }

    ProgressText text() {
      OptionalLong all = total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
      return new ProgressText(activity, subject, done, all);
    }

    /// The rate is that of the last second or so.
    ProgressText.Speed speed() {
      Duration looked = since(lookedAt);
      if (looked.compareTo(PATIENCE) >= 0) {
        rate = (done - seen) * 1_000 / looked.toMillis();
        seen = done;
        lookedAt = System.nanoTime();
      }
      return new ProgressText.Speed(time(), rate, since(last));
    }

    private static Duration since(long nanos) {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }

  /// Anything else on the same terminal.
  private final class Talk extends FilterOutputStream {
    Talk(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      synchronized (ProgressLine.this) {
        erase();
        out.write(from, offset, length);
        atLineStart = from[offset + length - 1] == '\n';
      }
    }
  }
}
