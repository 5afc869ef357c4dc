// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Auth;
import dev.lastgood.model.Remote;
import java.net.HttpURLConnection;
import java.net.URISyntaxException;
import java.util.Optional;

/// What a status of HTTP means that is none of success.
record HttpMessages(HttpURLConnection connection, Remote remote) {
  /// What it means, and what the server says about it.
  ExchangeFailed of(int status, String said) {
    String here = remote.url().toString();
    String code = " (HTTP " + status + ")" + said;
    if (status / 100 == 3) {
      return redirected(status);
    }
    Optional<String> later = later(status);
    if (later.isPresent()) {
      return ExchangeFailed.retry(here + " answered with HTTP " + status + said, later.get());
    }
    return switch (status) {
      case 401 -> ExchangeFailed.operator(here + refused() + code, renewal());
      case 403 ->
          ExchangeFailed.operator(
              here + " does not permit " + (isPush() ? "writing" : "reading") + code,
              "give %s %s access to the repository: the %2$s scope may be missing"
                  .formatted(identity(), access()));
      case 404, 410 ->
          ExchangeFailed.operator(
              here + " was not found" + code,
              "the repository moved, or "
                  + identity()
                  + " may not see it: forges answer 404 for both");
      case 407 ->
          ExchangeFailed.operator(
              "the proxy on the way to " + here + " asks for credentials" + code,
              ProxyRoute.CREDENTIALS_HINT);
      case 413 ->
          ExchangeFailed.operator(
              here + " does not take a request of this size" + code,
              "raise what the server takes, or what stands in front of it: client_max_body_size of"
                  + " nginx, for example");
      case 507 ->
          ExchangeFailed.operator(
              here + " has no room left" + code,
              "make room there; until then the newest entries are on this host alone");
      default ->
          ExchangeFailed.operator(
              here + " answered with HTTP " + status + said, "check " + remote.setting("url"));
    };
  }

  /// What passes by itself, with what to do about it; a server that names a time to come back at is
  /// busy, whatever it calls that.
  private Optional<String> later(int status) {
    String wait = connection.getHeaderField("Retry-After");
    boolean busy = wait != null && (status == 403 || status == 429 || status >= 500);
    if (busy && wait.matches("\\d{1,6}")) {
      return Optional.of(
          "the server asks to be left alone for " + wait + "s; a later pass tries again");
    }
    boolean full = status == 507 && isPush();
    return busy || status == 408 || status == 425 || status == 429 || (status >= 500 && !full)
        ? Optional.of("the server is in trouble; the next pass tries again")
        : Optional.empty();
  }

  private ExchangeFailed redirected(int status) {
    String where =
        Optional.ofNullable(connection.getHeaderField("Location"))
            .map(this::whole)
            .orElse("nowhere");
    return ExchangeFailed.operator(
        remote.url() + " redirects to " + withoutSecrets(where) + " (HTTP " + status + ")",
        "redirects are not followed, so that the token can't travel; if the new address is"
            + " right, set it as "
            + remote.setting("url"));
  }

  /// A forge names a renamed repository by its new path alone; an operator needs the url.
  private String whole(String location) {
    try {
      return connection.getURL().toURI().resolve(location).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return location;
    }
  }

  private String refused() {
    return remote.access().auth() instanceof Auth.Token
        ? " refused the token"
        : " asks for a token and none is configured";
  }

  private String renewal() {
    return remote.access().auth() instanceof Auth.Token(_, var file)
        ? "the token expired, was revoked, or lacks the %s scope: put a valid one into %s"
            .formatted(access(), file)
        : "name a file with %s in %s"
            .formatted(Wanted.of(remote).token(), remote.setting("auth.token-file"));
  }

  private String access() {
    return Wanted.of(remote).access();
  }

  private boolean isPush() {
    return GitService.of(connection.getURL()) == GitService.RECEIVE_PACK;
  }

  private String identity() {
    return remote.access().auth() instanceof Auth.Token ? "the token's owner" : "everybody";
  }

  private static String withoutSecrets(String location) {
    return Messages.said(
        location
            .replaceFirst("[?#].*", "")
            .replaceFirst("/info/refs$", "")
            .replaceFirst("/git-(upload|receive)-pack$", "")
            .replaceFirst("//.*@", "//"));
  }
}
