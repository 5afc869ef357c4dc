// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.PackTooBigException;
import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remote;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/// Finds in an exception of an exchange what happened, in an operator's words, and whose turn it
/// is.
///
/// What the next pass will meet again waits for an operator; what may be gone by then is for the
/// next pass. An exception that nobody foresaw is a bug, and no outage.
public record ExchangeProblem(Failure failure, Where where) {
  /// What may be at fault.
  public enum Where {
    /// The server, or the way to it.
    SERVER,
    /// What the server says is not understood: another way of reading may do better.
    PROTOCOL,
    /// Unknown; perhaps what is kept on disk, and a fresh mirror may help.
    HERE
  }

  /// Looks at the whole chain of causes: JGit wraps freely.
  public static ExchangeProblem of(Remote remote, Step step, Throwable problem) {
    List<Throwable> chain = chain(problem);
    for (Throwable cause : chain) {
      if (cause instanceof ExchangeFailed failed) {
        return new ExchangeProblem(failed.failure(step), Where.SERVER);
      }
    }
    TransportMessages messages = new TransportMessages(remote);
    for (Throwable cause : chain) {
      Optional<ExchangeFailed> known = messages.of(cause);
      if (known.isPresent()) {
        return new ExchangeProblem(known.get().failure(step), where(problem, cause));
      }
    }
    return new ExchangeProblem(messages.unknown(chain).failure(step), Where.HERE);
  }

  /// Returns when something of a history can't be had of this server: it is too large, or refused.
  /// What is left unsaid for that is unknown.
  ///
  /// @throws IOException the failure itself, when it is about the server or the way to it: another
  ///   pass may find that gone
  public static void throwUnlessWithheld(Remote remote, IOException e) throws IOException {
    boolean answered =
        e instanceof PackTooBigException
            || e instanceof TooLargeObjectInPackException
            || of(remote, Step.JUDGE, e).where() != Where.SERVER;
    if (!answered) {
      throw e;
    }
  }

  private static Where where(Throwable problem, Throwable cause) {
    if (cause instanceof PackProtocolException
        || cause instanceof RemoteRepositoryException
        || cause instanceof ProtocolException) {
      return Where.PROTOCOL;
    }
    return TransportMessages.isLocal(problem) ? Where.HERE : Where.SERVER;
  }

  /// The finding as it leaves this package.
  public StepFailed because(Throwable problem) {
    return new StepFailed(failure, problem);
  }

  static List<Throwable> chain(Throwable problem) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = problem; t != null && chain.size() < 20; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
