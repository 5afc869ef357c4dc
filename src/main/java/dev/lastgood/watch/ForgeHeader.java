// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.Headers;
import dev.lastgood.watch.HookCredential.Signature;
import dev.lastgood.watch.HookCredential.Token;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A header in which a forge shows that it knows the secret.
///
/// @param before what stands before it in the value
/// @param form what it is
record ForgeHeader(String name, String before, Function<String, HookCredential> form) {
  private static final List<ForgeHeader> ALL =
      List.of(
          new ForgeHeader("X-Forgejo-Signature", "", Signature::new),
          new ForgeHeader("X-Gitea-Signature", "", Signature::new),
          new ForgeHeader("X-Hub-Signature-256", "sha256=", Signature::new),
          new ForgeHeader("X-Gitlab-Token", "", Token::new),
          new ForgeHeader("Authorization", "Bearer ", Token::new));

  /// All that a request brings; Forgejo sends Gitea's and GitHub's headers beside its own.
  static List<HookCredential> credentials(Headers headers) {
    return ALL.stream().flatMap(header -> header.in(headers)).toList();
  }

  private Stream<HookCredential> in(Headers headers) {
    return Optional.ofNullable(headers.getFirst(name))
        .filter(value -> value.startsWith(before))
        .map(value -> value.substring(before.length()).strip())
        .filter(value -> !value.isEmpty())
        .map(form)
        .stream();
  }
}
