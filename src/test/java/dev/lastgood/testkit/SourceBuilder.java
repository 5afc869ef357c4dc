// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Limits;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A source for tests: named `app`, branch `master`, anonymous, with small limits.
///
/// @param url the address
/// @param branch the branch; the remote's HEAD when empty
/// @param access how it is reached
/// @param signatures what is demanded of commits
public record SourceBuilder(
    String url, Optional<Branch> branch, Access access, Signatures signatures) {
  /// For an address.
  public static SourceBuilder of(String url) {
    return new SourceBuilder(
        url,
        Optional.of(new Branch("master")),
        new Access(
            new Auth.Anonymous(),
            Optional.empty(),
            Optional.empty(),
            new Limits(Duration.ofSeconds(20), 16 << 20, 4 << 20, Duration.ofMinutes(10))),
        new Signatures(Signatures.Require.NONE, Optional.empty(), Optional.empty()));
  }

  /// At another address.
  public SourceBuilder at(String where) {
    return new SourceBuilder(where, branch, access, signatures);
  }

  /// On another branch; null for the remote's HEAD.
  public SourceBuilder on(Optional<String> name) {
    return new SourceBuilder(url, name.map(Branch::new), access, signatures);
  }

  /// With credentials.
  public SourceBuilder with(Auth auth) {
    return with(new Access(auth, access.caFile(), access.proxy(), access.limits()));
  }

  /// With an own authority.
  public SourceBuilder trusting(Path caFile) {
    return with(new Access(access.auth(), Optional.of(caFile), access.proxy(), access.limits()));
  }

  /// Through a proxy.
  public SourceBuilder through(URI proxy) {
    return with(new Access(access.auth(), access.caFile(), Optional.of(proxy), access.limits()));
  }

  /// Within other limits.
  public SourceBuilder within(Limits limits) {
    return with(new Access(access.auth(), access.caFile(), access.proxy(), limits));
  }

  /// Within another time.
  public SourceBuilder within(Duration timeout) {
    Limits limits = access.limits();
    return within(
        new Limits(timeout, limits.maxDownload(), limits.maxObject(), limits.maxDuration()));
  }

  /// Demanding signatures of every commit.
  public SourceBuilder signed(Optional<Path> allowedSigners, Optional<Path> openpgpKeys) {
    return new SourceBuilder(
        url, branch, access, new Signatures(Signatures.Require.ALL, allowedSigners, openpgpKeys));
  }

  /// The source.
  public Source build() {
    return new Source(
        new SourceName("app"),
        RemoteUrl.parse(url),
        branch,
        access,
        new SourcePolicy(Duration.ofHours(24), SourcePolicy.Rewrites.REFUSE, signatures));
  }

  private SourceBuilder with(Access other) {
    return new SourceBuilder(url, branch, other, signatures);
  }
}
