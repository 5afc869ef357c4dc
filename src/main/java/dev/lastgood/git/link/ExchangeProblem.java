// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RemoteRepositoryException;

/// Finds in an exception of an exchange what happened, in an operator's words, and whose turn it
/// is.
///
/// What the next pass will meet again waits for an operator; what may be gone by then is for the
/// next pass. An exception that nobody foresaw is a bug, and no outage.
///
/// @param failure the finding
/// @param where what is at fault
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
  public static ExchangeProblem of(Source source, Step step, Throwable problem) {
    for (Throwable cause : chain(problem)) {
      if (cause instanceof ExchangeFailed refusal) {
        return new ExchangeProblem(refusal.in(step).failure(), Where.SERVER);
      }
    }
    TransportMessages messages = new TransportMessages(source, step);
    for (Throwable cause : chain(problem)) {
      Optional<Failure> known = messages.of(cause);
      if (known.isPresent()) {
        return new ExchangeProblem(known.get(), where(problem, cause));
      }
    }
    return new ExchangeProblem(messages.unknown(chain(problem)), Where.HERE);
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
