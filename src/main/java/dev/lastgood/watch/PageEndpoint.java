// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.model.Audience;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `GET /`: the report, to those who may read it.
///
/// Whoever asks on this host is told by his address. Two who are not on it ask from there as well:
/// a page of elsewhere in a browser here, which gives itself away by the host that it names; and
/// whoever asks a proxy here, which gives itself away by what it adds, if it adds anything.
final class PageEndpoint implements Endpoint {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private static final Set<String> FORWARDED =
      Set.of("forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "via");

  private static final String FORWARDED_AS = "x-forwarded-";

  /// Shorter than what a response may take in all.
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final String SOON = "3";

  private final Supplier<Audience> audience;
  private final LatestPage page;

  /// @param audience by the configuration as it is now
  PageEndpoint(Supplier<Audience> audience, LatestPage page) {
    this.audience = audience;
    this.page = page;
  }

  @Override
  public Answer answer(HttpExchange request) {
    return switch (audience.get()) {
      case NOBODY -> Answer.notFound("there is nothing under this path");
      case LOOPBACK -> isOfThisHost(request) ? answered(request) : forThisHostOnly();
      case ANYONE -> answered(request);
    };
  }

  private static boolean isOfThisHost(HttpExchange request) {
    String host = Objects.requireNonNullElse(request.getRequestHeaders().getFirst("Host"), "");
    return request.getRemoteAddress().getAddress().isLoopbackAddress()
        && LOOPBACK.matcher(host).matches()
        && request.getRequestHeaders().keySet().stream().noneMatch(PageEndpoint::isOfProxy);
  }

  private static boolean isOfProxy(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith(FORWARDED_AS) || FORWARDED.contains(name);
  }

  private static Answer forThisHostOnly() {
    return Answer.refused(
        403, "the report is answered to localhost only; watch.report: anyone opens it");
  }

  private Answer answered(HttpExchange request) {
    return METHODS.contains(request.getRequestMethod())
        ? page.within(PATIENCE).orElseGet(PageEndpoint::soon)
        : Answer.wrongMethod("GET, HEAD");
  }

  private static Answer soon() {
    return Answer.refused(503, "the report is being made; ask again in some seconds")
        .with("Retry-After", SOON)
        .with("Refresh", SOON);
  }

  /// A page as it is answered.
  static Answer of(Page.Made made) {
    return Answer.of(200, new Answer.Body("text/html; charset=utf-8", made.html()))
        .with("Content-Security-Policy", made.policy() + "; frame-ancestors 'none'")
        .with("X-Content-Type-Options", "nosniff")
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }
}
