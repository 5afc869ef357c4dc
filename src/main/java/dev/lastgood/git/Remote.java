// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import dev.lastgood.sync.StepFailed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/// Talks to a source's server, within bounds.
///
/// @param environment where proxies are named
/// @param trust by which certificates
record Remote(Map<String, String> environment, Trust trust) {
  Remote(Map<String, String> environment) {
    this(environment, new Trust(environment));
  }

  /// One conversation over an open transport.
  interface Conversation<T> {
    /// Asks and answers.
    T with(Transport transport) throws IOException;
  }

  /// Talks without receiving objects.
  <T> T ask(Source source, Budget budget, Conversation<T> conversation) throws IOException {
    return converse(source, budget, Optional.empty(), conversation);
  }

  /// Talks, and puts the objects that come into a repository.
  <T> T fetch(MirrorRepository into, Conversation<T> conversation) throws IOException {
    return converse(into.source(), into.budget(), Optional.of(into), conversation);
  }

  /// Talks smart HTTP to a server, without JGit's transport.
  <T> T http(Source source, HttpConversation<T> conversation) throws IOException, StepFailed {
    Budget budget = Budget.of(source);
    try (HttpLink link = HttpLink.of(source, budget, this);
        Watch _ = Watch.start(budget, link::sever)) {
      return conversation.with(link);
    } catch (IOException | RuntimeException e) {
      throwIfOver(budget, e);
      throw e;
    } catch (OutOfMemoryError e) {
      throw tooMuch(source, e);
    }
  }

  /// Something to say over smart HTTP.
  interface HttpConversation<T> {
    /// Asks and answers.
    T with(HttpLink link) throws IOException, StepFailed;
  }

  private <T> T converse(
      Source source, Budget budget, Optional<Repository> into, Conversation<T> conversation)
      throws IOException {
    try (Link link = Link.to(source, budget, this);
        Watch _ = Watch.start(budget, link::sever)) {
      return explained(
          link,
          () -> {
            try (Transport transport = open(source, into)) {
              transport.setTimeout((int) Math.max(1, budget.left().toSeconds()));
              transport.setTagOpt(TagOpt.NO_TAGS);
              link.carry(transport);
              return conversation.with(transport);
            }
          });
    } catch (IOException | RuntimeException e) {
      throwIfOver(budget, e);
      throw e;
    } catch (OutOfMemoryError e) {
      throw tooMuch(source, e);
    }
  }

  /// Something to say.
  private interface Talk<T> {
    T over() throws IOException;
  }

  private static <T> T explained(Link link, Talk<T> talk) throws IOException {
    try {
      return talk.over();
    } catch (IOException e) {
      throw link.explained(e);
    }
  }

  /// JGit keeps every ref that a server lists. What it kept is garbage by now.
  private static Refusal tooMuch(Source source, OutOfMemoryError e) {
    Refusal refusal =
        Refusal.operator(
            source.remote() + " sent more than this process can hold in its memory",
            "look at the server; for more memory set LASTGOOD_JAVA_OPTS=-Xmx512m in the unit");
    refusal.addSuppressed(e);
    return refusal;
  }

  /// Whatever breaks when the time is over broke because of that.
  private static void throwIfOver(Budget budget, Exception e) throws Refusal {
    if (budget.isOver()) {
      Refusal tooSlow = budget.tooSlow();
      tooSlow.addSuppressed(e);
      throw tooSlow;
    }
  }

  private static Transport open(Source source, Optional<Repository> into) throws IOException {
    try {
      URIish address = new URIish(source.remote().toString());
      return into.isPresent() ? Transport.open(into.get(), address) : Transport.open(address);
    } catch (URISyntaxException e) {
      throw Refusal.operator(
          source.remote() + " is no url that JGit can read: " + Words.of(e),
          "correct sources." + source.name() + ".url");
    }
  }
}
