// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Limits;
import dev.lastgood.model.RemoteUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of a repository on a server, whatever it is there for.
final class RemoteKeys {
  static final Key<RemoteUrl> URL =
      Key.required(
          "url",
          Scalars.REMOTE,
          "The repository: `https://…`, `ssh://…`, `git@host:path` or `file://…`.");

  private static final Key<String> USERNAME =
      Key.defaulted(
          "username",
          Scalars.TEXT,
          "lastgood",
          "What is sent beside the token; most servers accept any.");
  private static final Key<Path> TOKEN_FILE =
      Key.required(
          "token-file",
          Scalars.PATH,
          "Holds the token; read at the moment of use, surrounding white space is not part of it.");
  static final Key<Auth> AUTH =
      Key.optional(
          "auth",
          new Section<>(
              "HTTP Basic, for `https://`; for `http://` to loopback only.",
              List.of(USERNAME, TOKEN_FILE),
              fields -> new Auth.Token(fields.get(USERNAME), fields.get(TOKEN_FILE))),
          "no credentials",
          "How an https server lets us in.");

  private static final Key<Path> KEY_FILE =
      Key.required("key-file", Scalars.PATH, "The private key, without a passphrase.");
  private static final Key<Path> KNOWN_HOSTS_FILE =
      Key.required(
          "known-hosts-file",
          Scalars.PATH,
          "The server's host keys, in OpenSSH's format; a host that is not in it is refused.");
  static final Key<Auth> SSH =
      Key.optional(
          "ssh",
          new Section<>(
              "A key, and the host keys that are trusted; for `ssh://` and `git@host:path`.",
              List.of(KEY_FILE, KNOWN_HOSTS_FILE),
              fields -> new Auth.SshKey(fields.get(KEY_FILE), fields.get(KNOWN_HOSTS_FILE))),
          "needed for ssh, wrong for anything else",
          "How an ssh server lets us in.");

  private static final Key<Path> CA_FILE =
      Key.required(
          "ca-file",
          Scalars.PATH,
          "PEM certificates, beside the runtime's and the host's (`SSL_CERT_FILE` names those).");
  static final Key<Path> TLS =
      Key.optional(
          "tls",
          new Section<>(
              "For a server with a certificate of an own CA.",
              List.of(CA_FILE),
              f -> f.get(CA_FILE)),
          "the runtime's and the host's certificates",
          "Which certificates are trusted.");
  static final Key<URI> PROXY =
      Key.optional(
          "proxy",
          Scalars.HTTP,
          "`https_proxy` (for http `http_proxy`), else `all_proxy`; none for `no_proxy`",
          "An HTTP proxy, as in `http://proxy.example.org:3128`; http and https only.");
  static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout",
          Scalars.DURATION,
          "30s",
          "How long one whole exchange with the server may take. One that brings objects may go on"
              + " as long as they arrive: this is then how long the server may send less than 1 KiB"
              + " a second.");
  private static final Key<Long> DOWNLOAD =
      Key.defaulted(
          "download",
          Scalars.TRAFFIC,
          "512MiB",
          "Bytes that one exchange with the server may bring.");
  private static final Key<Long> OBJECT =
      Key.defaulted(
          "object",
          Scalars.SIZE,
          "16MiB",
          "Bytes of one Git object, unpacked; the file is one. A third of the memory that lastgood"
              + " may use, at most.");
  private static final Key<Duration> DURATION =
      Key.defaulted(
          "duration",
          Scalars.DURATION,
          "10m",
          "How long an exchange that brings objects may go on while they arrive; `timeout`, where"
              + " that is longer, and in `sync --boot`, for which services wait. A timer's unit"
              + " ends a pass after `TimeoutStartSec=`, which is 15 minutes.");
  static final Key<Caps> LIMITS =
      Key.defaulted(
          "limits",
          new Section<>(
              "What a server may make us take; one that goes beyond is refused.",
              List.of(DOWNLOAD, OBJECT, DURATION),
              RemoteKeys::caps),
          "{}",
          "What one exchange may cost.");

  /// The server lets us in by one of them.
  static final Choice ONE_WAY_IN = Choice.atMostOne(AUTH, SSH);

  private RemoteKeys() {}

  /// How the server is reached.
  static Access access(Fields fields) {
    Caps caps = fields.get(LIMITS);
    return new Access(
        fields.find(AUTH).or(() -> fields.find(SSH)).orElseGet(Auth.Anonymous::new),
        fields.find(TLS),
        fields.find(PROXY),
        new Limits(fields.get(TIMEOUT), caps.download, caps.object, caps.duration));
  }

  /// Reports what does not go with the url, and what would send a token in plain text.
  static void refuseUnfit(Fields fields) {
    RemoteUrl url = fields.get(URL);
    boolean web = url.scheme().startsWith("http");
    boolean ssh = url.scheme().equals("ssh");
    refuse(fields, AUTH, !web, "a token is for https, not for " + url.scheme() + "://");
    refuse(fields, SSH, !ssh, "a key is for ssh, not for " + url.scheme() + "://");
    refuse(fields, TLS, !url.scheme().equals("https"), "certificates are for https only");
    refuse(fields, PROXY, !web, "a proxy is for http and https only");
    if (ssh && fields.find(SSH).isEmpty()) {
      fields.reject(
          URL, "ssh needs a key", "add ssh: {key-file: /…, known-hosts-file: /…} beside the url");
    }
    if (url.scheme().equals("http") && fields.find(AUTH).isPresent() && !url.isLoopback()) {
      fields.reject(
          URL, "a token is never sent over http, where anyone on the way reads it", "use https://");
    }
    refuse(
        fields,
        PROXY,
        url.scheme().equals("http") && fields.find(AUTH).isPresent(),
        "a token is never sent through a proxy without encryption");
  }

  private static Caps caps(Fields fields) {
    long object = fields.get(OBJECT);
    SizeLimits.demandObject(object, fields.at(OBJECT));
    return new Caps(fields.get(DOWNLOAD), object, fields.get(DURATION));
  }

  private static void refuse(Fields fields, Key<?> key, boolean unfit, String message) {
    if (unfit && fields.find(key).isPresent()) {
      fields.reject(key, message, "remove it, or change the url");
    }
  }

  /// Bytes of one exchange and of one object, and how long objects may arrive.
  record Caps(long download, long object, Duration duration) {}
}
