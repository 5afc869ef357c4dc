// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/// Finds in an exception of an exchange what happened, in an operator's words, and whose turn it
/// is.
///
/// @param failure the finding
/// @param where what is at fault
record Diagnosis(Failure failure, Where where) {
  /// What may be at fault.
  enum Where {
    /// The server, or the way to it.
    SERVER,
    /// What the server says is not understood: another way of reading may do better.
    PROTOCOL,
    /// Unknown; perhaps what is kept on disk, and a fresh mirror may help.
    HERE
  }

  /// Whether a fresh mirror would not help.
  boolean atServer() {
    return where != Where.HERE;
  }

  /// Looks at the whole chain of causes: JGit wraps freely.
  static Diagnosis of(Source source, Step step, Throwable problem) {
    for (Throwable cause : chain(problem)) {
      if (cause instanceof Refusal refusal) {
        return new Diagnosis(refusal.in(step).failure(), Where.SERVER);
      }
    }
    for (Throwable cause : chain(problem)) {
      Optional<Failure> known = new Reading(source, step).of(cause);
      if (known.isPresent()) {
        return new Diagnosis(known.get(), strange(cause) ? Where.PROTOCOL : Where.SERVER);
      }
    }
    return new Diagnosis(
        Failure.retry(
            step,
            "the exchange with " + source.remote() + " failed: " + Words.of(innermost(problem)),
            "the next pass tries again"),
        Where.HERE);
  }

  private static boolean strange(Throwable cause) {
    return cause instanceof PackProtocolException || cause instanceof ProtocolException;
  }

  /// The finding as it leaves this package.
  StepFailed because(Throwable problem) {
    return new StepFailed(failure, problem);
  }

  private static List<Throwable> chain(Throwable problem) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = problem; t != null && chain.size() < 20; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static Throwable innermost(Throwable problem) {
    return chain(problem).getLast();
  }

  /// What single exceptions mean for one source.
  private record Reading(Source source, Step step) {
    Optional<Failure> of(Throwable cause) {
      return switch (cause) {
        case TooLargeObjectInPackException _ -> Optional.of(tooLarge());
        case NoRemoteRepositoryException _ -> Optional.of(notFound());
        case UnknownHostException _ ->
            Optional.of(retry("the name " + host() + " does not resolve", "check this host's DNS"));
        case NoRouteToHostException _ -> Optional.of(unreachable("there is no route to it"));
        case ConnectException e -> Optional.of(unreachable(reason(e)));
        case SSLException e -> Optional.of(tls(e));
        case SshException e -> Optional.of(ssh(e));
        case SocketException e -> Optional.of(brokenOff(Words.of(e)));
        case InterruptedIOException e -> Optional.of(brokenOff(Words.of(e)));
        case EOFException _ -> Optional.of(brokenOff("the answer ended early"));
        case PackProtocolException e -> Optional.of(brokenOff(Words.of(e)));
        case ProtocolException e -> Optional.of(brokenOff(Words.of(e)));
        case IOException e when tunnel(e) -> Optional.of(proxy(e));
        default -> Optional.empty();
      };
    }

    private String host() {
      return String.valueOf(source.remote().uri().getHost());
    }

    private Failure retry(String message, String hint) {
      return Failure.retry(step, message, hint);
    }

    private Failure tooLarge() {
      return Failure.operator(
          step,
          source.remote()
              + " holds an object larger than "
              + Quantity.bytes(source.access().limits().maxObject()),
          "if the repository is meant to hold that, raise sources."
              + source.name()
              + ".limits.object");
    }

    private Failure notFound() {
      return Failure.operator(
          step,
          "there is no Git repository at " + source.remote() + " that we may read",
          "check sources." + source.name() + ".url and the key's access to the repository");
    }

    private Failure unreachable(String why) {
      return retry(
          source.remote() + " can't be reached: " + why, "the next pass tries again by itself");
    }

    private static String reason(ConnectException e) {
      String words = Words.of(e);
      return words.contains("refused") ? "the connection was refused" : words;
    }

    private Failure brokenOff(String why) {
      return retry(
          "the exchange with " + source.remote() + " broke off: " + why,
          "the next pass tries again by itself");
    }

    private Failure tls(SSLException e) {
      for (Throwable cause : chain(e)) {
        if (cause instanceof CertificateException
            || cause instanceof CertPathValidatorException
            || cause instanceof CertPathBuilderException) {
          String setting = "sources." + source.name() + ".tls.ca-file";
          return Failure.operator(
              step,
              "the certificate of " + host() + " is not trusted: " + Words.of(innermost(e)),
              source.access().caFile().isPresent()
                  ? "check that " + setting + " holds the authority that signed it"
                  : "for a server with an own authority, name its certificate in " + setting);
        }
      }
      return brokenOff("TLS: " + Words.of(e));
    }

    private Failure ssh(SshException e) {
      for (Throwable cause : chain(e)) {
        if (cause instanceof ConnectException refused) {
          return unreachable(reason(refused));
        }
      }
      return e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
          ? Failure.operator(
              step,
              source.remote() + " does not accept the key",
              "add the public half of sources."
                  + source.name()
                  + ".auth.ssh.key-file to the repository as a read-only deploy key")
          : brokenOff(Words.of(innermost(e)));
    }

    private static boolean tunnel(IOException e) {
      return String.valueOf(e.getMessage()).startsWith("Unable to tunnel through proxy");
    }

    private Failure proxy(IOException e) {
      return String.valueOf(e.getMessage()).contains(" 407")
          ? Failure.operator(
              step,
              "the proxy on the way to " + source.remote() + " asks for credentials (HTTP 407)",
              "put them into the proxy's url")
          : retry(
              "the proxy on the way to " + source.remote() + " did not connect: " + Words.of(e),
              "check the proxy");
    }
  }
}
