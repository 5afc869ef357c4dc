// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.model.Remote;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Traffic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/// Talks to the servers of remotes, within bounds.
public final class Connector {
  /// The branches of a great many hosts, and what a hook has to say; JGit keeps it in memory.
  private static final long MOST_SAID_TO_A_PUSH = 16 << 20;

  private final Map<String, String> environment;
  private final TlsTrust trust;
  private final Progress progress;
  private final KeptConnection kept = new KeptConnection();
  private final TrafficMeter traffic = new TrafficMeter();

  /// @param environment where proxies are named
  public Connector(Map<String, String> environment, Progress progress) {
    this.environment = environment;
    this.trust = new TlsTrust(environment);
    this.progress = progress;
  }

  /// Something to ask over JGit's transport.
  public interface Conversation<T> {
    T with(Transport transport) throws IOException;
  }

  /// Something to ask by protocol version 2.
  public interface Exchange<T> {
    T with(UploadPack server) throws IOException, StepFailed;
  }

  private interface Talk<T, X extends Exception> {
    T over() throws IOException, X;
  }

  /// Talks in protocol version 2, without JGit's transport, to a server that is no file.
  public <T> T uploadPack(Remote remote, Asked asked, Exchange<T> exchange)
      throws IOException, StepFailed {
    if (remote.url().scheme().equals("ssh")) {
      return overSsh(remote, asked, exchange);
    }
    TransferLimit limit = TransferLimit.of(remote, asked);
    try (HttpLink link = HttpLink.of(limit, this)) {
      return within(limit, link, () -> exchange.with(link));
    }
  }

  private <T> T overSsh(Remote remote, Asked asked, Exchange<T> exchange)
      throws IOException, StepFailed {
    SshLink link = kept.take(remote, asked);
    boolean whole = false;
    try {
      T answer = within(link.limit(), link, () -> exchange.with(link));
      whole = link.isKept(remote);
      return answer;
    } finally {
      if (whole) {
        kept.keep(link);
      } else {
        link.close();
      }
    }
  }

  /// Ends a connection that was kept for the next exchange: there will be none.
  public void hangUp() {
    kept.end();
  }

  /// Talks without receiving objects.
  public <T> T ask(Remote remote, Conversation<T> conversation) throws IOException {
    return converse(TransferLimit.of(remote, Asked.ANSWER), Optional.empty(), conversation);
  }

  /// Talks, and puts the objects that come into a repository.
  public <T> T fetch(TransferLimit limit, Repository into, Conversation<T> conversation)
      throws IOException {
    return converse(limit, Optional.of(into), conversation);
  }

  /// Moves a branch on at a remote, with all objects that it holds.
  ///
  /// @throws ExchangeFailed to be tried again when it is not where it was known to be
  public void push(Remote remote, Repository from, BranchUpdate update) throws IOException {
    TransferLimit limit = TransferLimit.ofAnswer(remote, MOST_SAID_TO_A_PUSH);
    try (Link link = Link.to(limit, this)) {
      within(
          limit,
          link,
          () -> {
            try (Transport transport = Transport.open(from, address(remote));
                SendProgress sent = new SendProgress(progress, remote.url().toString())) {
              transport.setTimeout(seconds(limit));
              link.configure(transport);
              link.push(transport, from, update, sent);
            }
            return update;
          });
    }
  }

  private <T> T converse(
      TransferLimit limit, Optional<Repository> into, Conversation<T> conversation)
      throws IOException {
    hangUp();
    try (Link link = Link.to(limit, this)) {
      return within(
          limit,
          link,
          () -> {
            URIish address = address(limit.remote());
            try (Transport transport =
                into.isPresent() ? Transport.open(into.get(), address) : Transport.open(address)) {
              transport.setTimeout(seconds(limit));
              transport.setTagOpt(TagOpt.NO_TAGS);
              link.configure(transport);
              return conversation.with(transport);
            }
          });
    }
  }

  /// A little more than a reading may block: [ExchangeTimeout] comes first, and says why.
  private static int seconds(TransferLimit limit) {
    return (int) limit.silence().toSeconds() + 1;
  }

  /// What was exchanged with each remote.
  public TrafficMeter traffic() {
    return traffic;
  }

  /// Whatever breaks when the time is over broke because of that.
  private <T, X extends Exception> T within(TransferLimit limit, Link link, Talk<T, X> talk)
      throws IOException, X {
    Traffic before = limit.traffic();
    try (Progress.Task task = progress.begin(activity(limit), limit.remote().url().toString());
        ExchangeTimeout _ = ExchangeTimeout.start(limit, link::sever)) {
      limit.report(task);
      return talk.over();
    } catch (IOException e) {
      throw limit.isOver() ? because(limit.tooSlow(), e) : link.explained(e);
    } catch (RuntimeException e) {
      if (limit.isOver()) {
        throw because(limit.tooSlow(), e);
      }
      throw e;
    } catch (OutOfMemoryError e) {
      throw because(limit.tooMuch(), e); // JGit keeps every ref that a server lists
    } finally {
      traffic.add(limit.remote(), limit.traffic().without(before));
    }
  }

  private static Progress.Activity activity(TransferLimit limit) {
    return switch (limit.asked()) {
      case ANSWER -> Progress.Activity.ASKING;
      case OBJECTS -> Progress.Activity.RECEIVING;
    };
  }

  private static ExchangeFailed because(ExchangeFailed refusal, Throwable problem) {
    refusal.addSuppressed(problem);
    return refusal;
  }

  /// A remote's address as JGit has it.
  static URIish address(Remote remote) throws ExchangeFailed {
    try {
      return new URIish(remote.url().toString());
    } catch (URISyntaxException e) {
      throw ExchangeFailed.operator(
          remote.url() + " is no url that JGit can read: " + Messages.of(e),
          "correct " + remote.setting("url"));
    }
  }

  /// Who is told how far what takes long has come.
  public Progress progress() {
    return progress;
  }

  Map<String, String> environment() {
    return environment;
  }

  TlsTrust trust() {
    return trust;
  }
}
