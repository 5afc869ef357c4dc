// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.json.Json;
import dev.lastgood.model.SourceName;
import dev.lastgood.watch.Digests.BodyTooLarge;
import dev.lastgood.watch.HookSecret.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `POST /hooks/<source>`: whoever knows the source's secret has it looked at.
///
/// Nothing that a body says is read, let alone believed: it passes through its HMAC, and what the
/// branch holds is asked of the forge. So an event of another branch, or a ping, costs one request
/// there, and nobody needs to tell events apart.
final class HookEndpoint implements Endpoint {
  static final String PREFIX = "/hooks/";

  private final Supplier<Hooks> hooks;
  private final Hints hints;
  private final HookLog log;

  /// @param hooks those of the configuration as it is now
  HookEndpoint(Supplier<Hooks> hooks, Hints hints, HookLog log) {
    this.hooks = hooks;
    this.hints = hints;
    this.log = log;
  }

  @Override
  public Answer answer(HttpExchange request) throws IOException {
    Hooks known = hooks.get();
    String name = request.getRequestURI().getRawPath().substring(PREFIX.length());
    Optional<SourceName> source = known.source(name);
    if (source.isEmpty()) {
      return Answer.notFound("there is no such source");
    }
    if (!request.getRequestMethod().equals("POST")) {
      return Answer.wrongMethod("POST");
    }
    Optional<Path> secret = known.secret(source.get());
    return secret.isPresent()
        ? answer(source.get(), secret.get(), request)
        : Answer.refused(503, "watch.hooks." + name + " is not configured");
  }

  private Answer answer(SourceName source, Path file, HttpExchange request) throws IOException {
    try {
      if (isProven(request, HookSecret.read(file))) {
        LookId look = hints.hint(source);
        log.accepted(source, look);
        return Answer.of(202, Json.object().put("look", look));
      }
      log.refused(source);
      return Answer.refused(401, "no header of this request was made with the source's secret");
    } catch (Unusable e) {
      log.unusable(source, file, e);
      return Answer.refused(503, "this hook's secret can't be used; the log says why");
    } catch (BodyTooLarge _) {
      return Answer.refused(413, "no push event is larger than 1 MiB");
    }
  }

  private static boolean isProven(HttpExchange request, byte[] secret)
      throws IOException, BodyTooLarge {
    if (isTooLarge(request)) {
      throw new BodyTooLarge();
    }
    List<HookCredential> credentials = ForgeHeader.credentials(request.getRequestHeaders());
    if (credentials.isEmpty()) {
      return false;
    }
    byte[] hmac = Digests.hmac(secret, request.getRequestBody(), HttpLimits.MOST_BODY);
    return credentials.stream().anyMatch(credential -> credential.fits(secret, hmac));
  }

  /// By the request's own word, so that such a body is not even begun.
  private static boolean isTooLarge(HttpExchange request) {
    return Optional.ofNullable(request.getRequestHeaders().getFirst("Content-Length"))
        .filter(length -> Long.parseLong(length) > HttpLimits.MOST_BODY)
        .isPresent();
  }
}
