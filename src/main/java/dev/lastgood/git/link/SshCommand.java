// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/// The command on an ssh server: what it says on either stream counts, and what it said is known
/// when it fails.
final class SshCommand extends Process {
  /// How long the command's end may stay behind the end of what it says.
  static final long LAST_WORDS_MILLIS = 2_000;

  private static final int UNKNOWN = -1;

  private final Process process;
  private final Remote remote;
  private final TransferLimit limit;
  private final Answer answer;
  private final Talk talk;

  SshCommand(Process process, TransferLimit limit) {
    this.process = process;
    this.remote = limit.remote();
    this.limit = limit;
    this.answer = new Answer(limit.bounded(process.getInputStream()));
    this.talk = new Talk(limit.bounded(process.getErrorStream()));
  }

  /// Why there was no answer: the command's own words when it ended without one. Empty when it did
  /// answer, or the connection went away.
  Optional<ExchangeFailed> explained() {
    if (answer.came > 0 || answer.status <= 0) {
      return Optional.empty();
    }
    String words = talk.words();
    Wanted wanted = Wanted.of(remote);
    String message =
        words.isEmpty()
            ? "there is no Git repository at " + remote.url() + " that we may " + wanted.to()
            : remote.url() + " " + wanted.refused() + ": the server says: " + words;
    String settings = remote.section();
    return Optional.of(
        Messages.isPassing(words)
            ? ExchangeFailed.retry(message, "the next pass tries again by itself")
            : ExchangeFailed.operator(
                message,
                "check "
                    + settings
                    + ".url, and that the key in "
                    + settings
                    + ".ssh.key-file may "
                    + wanted.to()
                    + " that repository"));
  }

  /// Whether the connection went away: nothing came, not even an end; or too little to be what JGit
  /// takes for the word that there is no repository.
  boolean isCut(IOException problem) {
    return answer.came == 0
        ? answer.status == UNKNOWN
        : ExchangeProblem.chain(problem).stream()
            .anyMatch(NoRemoteRepositoryException.class::isInstance);
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return answer;
  }

  @Override
  public InputStream getErrorStream() {
    return talk;
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return process.waitFor(timeout, unit);
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /// The command's status, or that it is not known; JGit asks when it can't be.
  @Override
  public int exitValue() {
    try {
      return process.exitValue();
    } catch (IllegalThreadStateException e) {
      return UNKNOWN;
    }
  }

  @Override
  public void destroy() {
    process.destroy();
  }

  /// What the command says to Git. Its first words show whether it is Git.
  private final class Answer extends FilterInputStream {
    private static final int LISTENED = 4096;

    private final StringBuilder heard = new StringBuilder();
    private long came;
    private int status = UNKNOWN;

    Answer(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count < 0) {
        ended();
      } else if (heard.length() < LISTENED) {
        heard.append(new String(into, offset, count, StandardCharsets.ISO_8859_1));
        requireGit();
        ObjectFormat.refuse(heard.toString(), remote);
      }
      came += Math.max(0, count);
      return count;
    }

    private void ended() {
      try {
        long millis = Math.min(LAST_WORDS_MILLIS, limit.left().toMillis());
        if (came == 0 && process.waitFor(millis, TimeUnit.MILLISECONDS)) {
          talk.awaitEnd(millis); // somebody else reads it, and may be behind
          status = exitValue();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// Git begins with the length of its first line, in four digits.
    private void requireGit() throws IOException {
      String digits = heard.substring(0, Math.min(4, heard.length()));
      if (digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
        if (digits.length() == 4) {
          limit.greeted();
        }
        return;
      }
      while (heard.length() < Talk.KEPT && heard.indexOf("\n") < 0) {
        int next = super.read();
        if (next < 0) {
          break;
        }
        heard.append((char) next);
      }
      byte[] text = heard.toString().getBytes(StandardCharsets.ISO_8859_1);
      throw ExchangeFailed.operator(
          remote.url()
              + " says something else than Git's protocol: "
              + Messages.said(new String(text, StandardCharsets.UTF_8)),
          "what the account's shell prints at its start must not be said to Git; a"
              + " forced command or a login that is switched off says why");
    }
  }

  /// What the command says to people, and what comes of it: the first few thousand bytes, the rest
  /// is read and forgotten, because JGit keeps all that it is given.
  private static final class Talk extends FilterInputStream {
    private static final int KEPT = 4096;

    private final byte[] kept = new byte[KEPT];
    private int length;
    private boolean ended;

    Talk(InputStream stream) {
      super(stream);
    }

    /// Waits until it was read to its end.
    synchronized void awaitEnd(long millis) throws InterruptedException {
      long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
      for (long left = millis; !ended && left > 0; ) {
        wait(left);
        left = Duration.ofNanos(until - System.nanoTime()).toMillis();
      }
    }

    synchronized String words() {
      return Messages.said(new String(kept, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
      int count = super.read(into, offset, wanted);
      int room = keep(into, offset, count);
      while (count > 0 && room == 0) {
        count = super.read(into, offset, wanted);
        room = keep(into, offset, count);
      }
      return count < 0 ? -1 : Math.min(count, room);
    }

    private synchronized int keep(byte[] from, int offset, int count) {
      if (count < 0) {
        ended = true;
        notifyAll();
        return 0;
      }
      int room = Math.min(count, KEPT - length);
      System.arraycopy(from, offset, kept, length, room);
      length += room;
      return room;
    }
  }
}
