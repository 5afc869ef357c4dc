// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jgit.transport.RemoteSession2;

/// An ssh session whose command answers within a budget.
///
/// @param session the library's own
/// @param source whose server it is
/// @param budget what the answer may cost
record BoundedSession(RemoteSession2 session, Source source, Budget budget)
    implements RemoteSession2 {
  @Override
  public Process exec(String command, int seconds) throws IOException {
    return new BoundedProcess(session.exec(command, seconds), source, budget);
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int seconds)
      throws IOException {
    return new BoundedProcess(session.exec(command, environment, seconds), source, budget);
  }

  @Override
  public void disconnect() {
    session.disconnect();
  }

  /// The command on the server; what it says on either stream counts.
  private static final class BoundedProcess extends Process {
    private final Process process;
    private final InputStream answer;
    private final InputStream talk;

    BoundedProcess(Process process, Source source, Budget budget) {
      this.process = process;
      this.answer = new Greeting(budget.bounded(process.getInputStream()), source);
      this.talk = budget.bounded(process.getErrorStream());
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
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }

  /// Listens to the first words of a server for what JGit would trip over.
  private static final class Greeting extends FilterInputStream {
    private static final int LENGTH = 4096;

    private final StringBuilder heard = new StringBuilder();
    private final Source source;

    Greeting(InputStream stream, Source source) {
      super(stream);
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0 && heard.length() < LENGTH) {
        heard.append(new String(into, offset, count, StandardCharsets.ISO_8859_1));
        Sha256.refuse(heard.toString(), source);
      }
      return count;
    }
  }
}
