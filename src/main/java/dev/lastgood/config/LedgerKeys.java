// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.RootKeys.Parts;
import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.HostName;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The keys of the record: what this host is called in it, and where else it is kept.
final class LedgerKeys {
  private static final Key<HostName> HOST =
      Key.optional(
          "host",
          Scalars.HOST,
          "the host name",
          "What this host is called in the remote: its branches are `HOST/TARGET`. No two hosts"
              + " that push to one repository may be called alike. To be set where the host name"
              + " changes, as in a container.");
  private static final Key<PushPolicy.Mode> MODE =
      Key.defaulted(
          "mode",
          Scalars.word(PushPolicy.Mode.class),
          "async",
          "`async`: entries are pushed after each pass, and are on this host alone while that"
              + " fails. `sync`: new content goes in only when all older entries are on the remote,"
              + " and a pass whose own entry is not there yet exits with 9. What restores a file or"
              + " rolls it back never waits.");
  private static final Key<Duration> LAG =
      Key.defaulted(
          "lag",
          Scalars.AGE,
          "24h",
          "How old an entry may become that is not on the remote, before that is an error (exit"
              + " 4).");
  private static final Key<Config.Push> PUSH =
      Key.optional(
          "push",
          new Section<>(
              "A bare repository for the record, reached as a source is, with a credential of its"
                  + " own that may write there: never a source's, for whoever can write to a source"
                  + " can change what is deployed. Without a credential only `file://` and loopback"
                  + " are pushed to. Branches are moved on and never rewritten.",
              List.of(
                  RemoteKeys.URL,
                  RemoteKeys.AUTH,
                  RemoteKeys.SSH,
                  RemoteKeys.TLS,
                  RemoteKeys.PROXY,
                  RemoteKeys.TIMEOUT,
                  MODE,
                  LAG,
                  RemoteKeys.LIMITS),
              RemoteKeys.ONE_WAY_IN,
              LedgerKeys::push),
          "the record is on this host alone",
          "A repository that the record is pushed to.");

  static final Key<Config.Ledger> LEDGER =
      Key.defaulted(
          "ledger",
          new Section<>(
              "The record of all attempts, in `ledger.git` below the state directory, and where"
                  + " else it is kept.",
              List.of(HOST, PUSH),
              fields -> new Config.Ledger(fields.find(HOST), fields.find(PUSH))),
          "{}",
          "Where the record is kept besides the state directory.");

  private LedgerKeys() {}

  private static Config.Push push(Fields fields) {
    RemoteKeys.refuseUnfit(fields);
    RemoteUrl url = fields.get(RemoteKeys.URL);
    Access access = RemoteKeys.access(fields);
    boolean web = url.scheme().startsWith("http");
    if (web && access.auth() instanceof Auth.Anonymous && !url.isLoopback()) {
      fields.reject(
          RemoteKeys.URL,
          "nothing is pushed without a credential: what lets us write would let everybody",
          "add auth: {token-file: /…}, a token that may write there and nowhere else");
    }
    return new Config.Push(
        new Remote(url, access, fields.at().path(), Remote.Use.WRITE),
        new PushPolicy(fields.get(MODE), fields.get(LAG)));
  }

  /// Reports what the remote shares with a source or with the state directory.
  static void refuseShared(Fields fields, Parts parts) {
    Location push = fields.at(LEDGER).at(PUSH.name());
    parts
        .ledger()
        .push()
        .map(Config.Push::remote)
        .ifPresent(remote -> {
          refuseWithin(push, remote.url(), parts.host().stateDirectory());
          parts.sources().forEach(source -> refuseShared(push, remote, source));
        });
  }

  private static void refuseWithin(Location push, RemoteUrl url, Path state) {
    if (url.scheme().equals("file") && FileName.isWithin(Path.of(url.uri().getPath()), state)) {
      push.at(RemoteKeys.URL.name())
          .reject(
              "is inside the state directory " + state + ", and would be lost with it",
              "name a repository elsewhere");
    }
  }

  private static void refuseShared(Location push, Remote remote, Source source) {
    if (remote.url().equals(source.url())) {
      push.at(RemoteKeys.URL.name())
          .reject(
              "is the source '" + source.name() + "' too, and this host must not write to it",
              "make a repository for the record alone");
    }
    secrets(remote.access().auth())
        .forEach((key, file) -> {
          boolean shared =
              secrets(source.access().auth()).values().stream()
                  .anyMatch(other -> FileName.behind(other).equals(FileName.behind(file)));
          if (shared) {
            push.at(key.split("\\."))
                .reject(
                    file + " is the credential of the source '" + source.name() + "' too",
                    "the record needs a write credential of its own, and the source's may only"
                        + " read");
          }
        });
  }

  /// The files that hold secrets, by the keys that name them.
  private static Map<String, Path> secrets(Auth auth) {
    return switch (auth) {
      case Auth.Anonymous() -> Map.of();
      case Auth.Token(_, Path token) -> Map.of("auth.token-file", token);
      case Auth.SshKey(Path key, _) -> Map.of("ssh.key-file", key);
    };
  }

  /// What the record holds came from the sources, so none of it may be too large for the remote.
  static Config.Ledger ledger(Fields fields, List<Source> sources) {
    Config.Ledger ledger = fields.get(LEDGER);
    return new Config.Ledger(
        ledger.host(), ledger.push().map(push -> push.taking(largest(sources))));
  }

  private static long largest(List<Source> sources) {
    return sources.stream()
        .mapToLong(source -> source.access().limits().maxObject())
        .max()
        .orElse(0);
  }
}
