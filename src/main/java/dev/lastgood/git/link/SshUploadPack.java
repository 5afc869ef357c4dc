// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.Capabilities;
import dev.lastgood.git.wire.ProtocolException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.QuotedString;

/// `git-upload-pack` on an ssh server: one command that answers a request of version 2 after the
/// other, until the connection ends in place of one.
///
/// Which version it speaks shows at once, without a request: an sshd passes `GIT_PROTOCOL` on only
/// when it was configured so.
final class SshUploadPack {
  private static final Map<String, String> ENVIRONMENT = Map.of("GIT_PROTOCOL", "version=2");

  private final Process command;
  private final InputStream answers;
  private final Capabilities capabilities;

  private SshUploadPack(Process command, InputStream answers, Capabilities capabilities) {
    this.command = command;
    this.answers = answers;
    this.capabilities = capabilities;
  }

  /// Starts the command and reads its greeting.
  static SshUploadPack start(RemoteSession2 session, URIish address, int seconds)
      throws IOException {
    String path = address.getPath().replaceFirst("^/(?=~)", "");
    Process command =
        session.exec("git-upload-pack " + QuotedString.BOURNE.quote(path), ENVIRONMENT, seconds);
    // What nobody reads would hold the command up one day.
    Thread.ofPlatform().daemon().name("ssh-stderr").start(() -> discard(command.getErrorStream()));
    InputStream answers = new BufferedInputStream(command.getInputStream());
    return new SshUploadPack(command, answers, Capabilities.read(answers));
  }

  private static void discard(InputStream stream) {
    try (stream) {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The connection went away.
    }
  }

  Capabilities capabilities() {
    return capabilities;
  }

  /// Whether it can be asked once more.
  boolean answersRequests() {
    return capabilities.version() == 2;
  }

  InputStream request(byte[] request) throws IOException {
    if (!answersRequests()) {
      throw new ProtocolException("the server speaks protocol " + capabilities.version());
    }
    OutputStream requests = command.getOutputStream();
    requests.write(request);
    requests.flush();
    return new Answer();
  }

  /// As much of what the command says as somebody reads.
  private final class Answer extends FilterInputStream {
    Answer() {
      super(answers);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      requireMore(one);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      requireMore(count);
      return count;
    }

    /// A command that gives up did not like the request, and another way of reading may do; when it
    /// is silent about how it ended, the connection went away.
    private void requireMore(int count) throws IOException {
      if (count >= 0) {
        return;
      }
      try {
        if (command.waitFor(SshCommand.LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
            && command.exitValue() > 0) {
          throw new ProtocolException("git-upload-pack ended before it had answered");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new EOFException("the answer ends early");
    }

    /// The next answer comes by the same stream.
    @Override
    public void close() {}
  }
}
