// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.Remote;
import dev.lastgood.text.Sizes;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/// What single exceptions mean for one remote.
record TransportMessages(Remote remote) {
  /// What the JDK says of a body that is shorter than it should be.
  private static final String CUT = "Premature EOF";

  /// What JGit says, by no exception of its own, of bytes that are no packet.
  private static final Pattern NO_PACKET =
      Pattern.compile("Invalid packet line header|expected pkt-line");

  /// What the JDK says, by no exception of its own, of a file that can't be written on.
  private static final Pattern DISK =
      Pattern.compile(
          "^(No space left on device|Disk quota exceeded|Read-only file system|Input/output error"
              + "|File too large|Too many open files)");

  private static final String LATER = "the next pass tries again by itself";

  /// What one exception means; empty when it is of no kind that is known.
  Optional<ExchangeFailed> of(Throwable cause) {
    return switch (cause) {
      case TooLargeObjectInPackException _ -> Optional.of(tooLarge());
      case NoRemoteRepositoryException _ -> Optional.of(notFound());
      case RemoteRepositoryException e -> Optional.of(said(Messages.of(e)));
      case UnknownHostException _ ->
          Optional.of(
              ExchangeFailed.retry(
                  "the name " + host() + " does not resolve", "check this host's DNS"));
      case NoRouteToHostException _ -> Optional.of(unreachable("there is no route to it"));
      case ConnectException e -> Optional.of(unreachable(reason(e)));
      case SSLException e -> Optional.of(new TlsMessages(remote).of(e));
      case SshException e -> Optional.of(new SshMessages(remote).of(e));
      case SocketException e -> Optional.of(brokenOff(Messages.of(e)));
      case InterruptedIOException e -> Optional.of(brokenOff(Messages.of(e)));
      case EOFException _ -> Optional.of(brokenOff("the answer ended early"));
      case PackProtocolException e -> Optional.of(protocol(e));
      case ProtocolException e ->
          Optional.of(e.isSaidByServer() ? said(Messages.of(e)) : strange(e));
      case CorruptObjectException e -> Optional.of(damaged(e));
      case IOException e when isOfFiles(e) -> Optional.of(local(e));
      case IOException e when CUT.equals(e.getMessage()) -> Optional.of(cut());
      case IOException e when NO_PACKET.matcher(String.valueOf(e.getMessage())).find() ->
          Optional.of(isCut(e) ? cut() : strange(e));
      default -> Optional.empty();
    };
  }

  /// Whether what is kept on this host may be at fault.
  static boolean isLocal(Throwable problem) {
    return ExchangeProblem.chain(problem).stream()
        .anyMatch(t -> t instanceof CorruptObjectException || isOfFiles(t));
  }

  /// Whether it comes from this host's files: a server is read through sockets, and those have
  /// exceptions of their own.
  private static boolean isOfFiles(Throwable cause) {
    return switch (cause) {
      case FileSystemException _, FileNotFoundException _ -> true;
      case ObjectWritingException _, LockFailedException _ -> true;
      case IOException e -> DISK.matcher(String.valueOf(e.getMessage())).find();
      default -> false;
    };
  }

  private static boolean isCut(Throwable problem) {
    return ExchangeProblem.chain(problem).stream()
        .anyMatch(t ->
            t instanceof EOFException
                || t instanceof SocketException
                || t instanceof InterruptedIOException
                || CUT.equals(t.getMessage()));
  }

  /// What nobody foresaw. An unchecked exception is a fault of this program, whatever the server
  /// sent, and its own words are for a debug log.
  ExchangeFailed unknown(List<Throwable> chain) {
    boolean bug =
        chain.stream()
            .anyMatch(t -> t instanceof RuntimeException && !(t instanceof UncheckedIOException));
    return bug
        ? ExchangeFailed.bug(
            "what "
                + remote.url()
                + " sent, or what is kept of it, was read into an error of"
                + " lastgood's own",
            "run the command again with LASTGOOD_LOG=debug and report what it prints")
        : ExchangeFailed.retry(
            "the exchange with " + remote.url() + " failed: " + Messages.of(chain.getLast()),
            "the next pass tries again");
  }

  private String host() {
    return String.valueOf(remote.url().uri().getHost());
  }

  private ExchangeFailed tooLarge() {
    return ExchangeFailed.operator(
        remote.url()
            + " holds an object larger than "
            + Sizes.of(remote.access().limits().maxObject()),
        "if the repository is meant to hold that, raise " + remote.setting("limits.object"));
  }

  private ExchangeFailed notFound() {
    return ExchangeFailed.operator(
        "there is no Git repository at " + remote.url() + " that we may " + wanted().to(), check());
  }

  private Wanted wanted() {
    return Wanted.of(remote);
  }

  private String check() {
    return "check %s and who may %s that repository"
        .formatted(remote.setting("url"), wanted().to());
  }

  private ExchangeFailed said(String words) {
    String message = "%s %s: %s".formatted(remote.url(), wanted().refused(), Messages.said(words));
    return Messages.isPassing(words)
        ? ExchangeFailed.retry(message, LATER)
        : ExchangeFailed.operator(message, check());
  }

  private ExchangeFailed protocol(PackProtocolException e) {
    if (isCut(e)) {
      return cut();
    }
    return Messages.isPassing(Messages.of(e)) ? said(Messages.of(e)) : strange(e);
  }

  private ExchangeFailed strange(IOException e) {
    return ExchangeFailed.operator(
        "what " + remote.url() + " sends is not Git's protocol: " + Messages.said(Messages.of(e)),
        "check that "
            + remote.setting("url")
            + " is the address that git clones from, and what stands in"
            + " front of the server");
  }

  private ExchangeFailed damaged(CorruptObjectException e) {
    return ExchangeFailed.operator(
        "what " + remote.url() + " sends is damaged: " + Messages.said(Messages.of(e)),
        "run git fsck --strict in the repository on the server");
  }

  private ExchangeFailed local(IOException e) {
    return ExchangeFailed.operator(
        "what came from " + remote.url() + " can't be kept on this host: " + Messages.of(e),
        "look at the free space of the state directory, and who may write in it");
  }

  private ExchangeFailed unreachable(String why) {
    return ExchangeFailed.retry(remote.url() + " can't be reached: " + why, LATER);
  }

  static String reason(ConnectException e) {
    String words = Messages.of(e);
    return words.contains("refused") ? "the connection was refused" : words;
  }

  private ExchangeFailed cut() {
    return brokenOff("the answer ended early");
  }

  private ExchangeFailed brokenOff(String why) {
    return ExchangeFailed.retry("the exchange with " + remote.url() + " broke off: " + why, LATER);
  }
}
