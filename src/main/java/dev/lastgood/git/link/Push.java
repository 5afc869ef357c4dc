// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/// Moves one branch on, over a server's `git-receive-pack`: from where it is known to be, or not at
/// all.
///
/// JGit's own push would run a hook of the local repository, and says nothing of what the server
/// said when it could not unpack.
record Push(Remote remote, BranchUpdate update) {
  /// JGit's words before the server's.
  private static final String NOT_UNPACKED = "during unpacking on the remote end:";

  /// Sends the branch's new commits with all that they hold.
  void over(PushConnection server, Repository from, ProgressMonitor monitor) throws IOException {
    Optional<ObjectId> there =
        Optional.ofNullable(server.getRef(update.ref())).map(Ref::getObjectId).map(ObjectId::copy);
    if (isDone(there)) {
      return;
    }
    RemoteRefUpdate asked =
        new RemoteRefUpdate(
            from, update.ref(), update.to(), update.ref(), false, null, update.expected());
    Words words = new Words();
    try {
      server.push(monitor, Map.of(update.ref(), asked), words);
    } catch (ExchangeFailed e) {
      throw e;
    } catch (TransportException e) {
      throw explained(e, words.said());
    }
    require(asked, words.said());
  }

  /// Whether the branch is where it is to be.
  ///
  /// @throws ExchangeFailed when it is not where it was known to be, either
  boolean isDone(Optional<ObjectId> there) throws ExchangeFailed {
    if (there.filter(update.to()::equals).isPresent()) {
      return true;
    }
    if (!there.equals(update.from())) {
      throw moved();
    }
    return false;
  }

  /// What the server reports of the pack as a whole is an exception to JGit, as is an answer that
  /// ends early.
  private TransportException explained(TransportException e, String said) {
    boolean reported =
        e instanceof TooLargePackException
            || e instanceof TooLargeObjectInPackException
            || Messages.of(e).contains(NOT_UNPACKED);
    if (reported) {
      return refused(Messages.of(e).replaceFirst(".*" + NOT_UNPACKED + " ?", ""), said);
    }
    return e.getCause() == null && !(e instanceof PackProtocolException) ? unsaid() : e;
  }

  private ExchangeFailed unsaid() {
    return ExchangeFailed.retry(
        remote.url() + " did not say whether it took branch " + update.branch(),
        "the next pass looks");
  }

  private void require(RemoteRefUpdate asked, String said) throws ExchangeFailed {
    switch (asked.getStatus()) {
      case OK, UP_TO_DATE -> {}
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> throw moved();
      case REJECTED_OTHER_REASON -> throw refused(String.valueOf(asked.getMessage()), said);
      case NOT_ATTEMPTED, AWAITING_REPORT, NON_EXISTING, REJECTED_NODELETE -> throw unsaid();
    }
  }

  ExchangeFailed moved() {
    return ExchangeFailed.retry(
        "branch " + update.branch() + " at " + remote.url() + " was moved meanwhile",
        "the next pass brings the two together");
  }

  ExchangeFailed inTheWay(String how) {
    return new PushRefusal(remote, update).inTheWay(how);
  }

  private ExchangeFailed refused(String reason, String said) {
    return new PushRefusal(remote, update).of(reason, said);
  }

  /// What the server says to people; the first few thousand bytes of it.
  private static final class Words extends OutputStream {
    private static final int KEPT = 4096;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      if (kept.size() < KEPT) {
        kept.write(one);
      }
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      kept.write(from, offset, Math.min(length, KEPT - kept.size()));
    }

    String said() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
