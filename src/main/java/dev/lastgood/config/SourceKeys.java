// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitPages;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of a source.
final class SourceKeys {
  private static final Key<Branch> BRANCH =
      Key.optional(
          "branch",
          Scalars.BRANCH,
          "the remote's HEAD",
          "The branch to follow, by its short name.");

  private static final Key<CommitPages> WEB =
      Key.optional(
          "web",
          Scalars.COMMIT_PAGES,
          "known from `url` for github.com, gitlab.com, codeberg.org, gitea.com, bitbucket.org and"
              + " git.sr.ht; else no links",
          "Where a commit can be looked at, for links in messages and in the report, as in"
              + " `https://git.example.org/team/app/commit/{commit}`.");

  private static final Key<Duration> STALENESS =
      Key.defaulted(
          "stale-after",
          Scalars.AGE,
          "24h",
          "How long the branch's content may go unjudged, because the server gives none, before"
              + " that is an error (exit 4).");
  private static final Key<SourcePolicy.Rewrites> REWRITES =
      Key.defaulted(
          "rewrites",
          Scalars.word(SourcePolicy.Rewrites.class),
          "refuse",
          "When the deployed commit is no ancestor of the branch any more: `refuse` until"
              + " `lastgood accept-rewrite`, or `accept`.");

  private static final Key<Signatures.Require> REQUIRE =
      Key.defaulted(
          "require",
          Scalars.word(Signatures.Require.class),
          "none",
          "`none`; `tip`: the commit that is deployed; `all`: also each one since the deployed one"
              + " that touched the path or permits something (`Lastgood-Allow`).");
  private static final Key<Path> ALLOWED_SIGNERS_FILE =
      Key.optional(
          "allowed-signers-file",
          Scalars.PATH,
          "no ssh signatures are accepted",
          "Who may sign with an ssh key, in OpenSSH's `allowed_signers` format.");
  private static final Key<Path> OPENPGP_KEYS_FILE =
      Key.optional(
          "openpgp-keys-file",
          Scalars.PATH,
          "no OpenPGP signatures are accepted",
          "Who may sign with OpenPGP: armored public keys.");
  private static final Key<Signatures> SIGNATURES =
      Key.defaulted(
          "signatures",
          new Section<>(
              "Which commits must be signed, and by whom. With `all`, where there is no deployed"
                  + " commit to count from (a first deployment, another path, a rewritten branch),"
                  + " the commit that wrote the file as it is must be signed, too. A history that"
                  + " can't be had is refused (exit 3), never taken for one without commits.",
              List.of(REQUIRE, ALLOWED_SIGNERS_FILE, OPENPGP_KEYS_FILE),
              SourceKeys::signatures),
          "{require: none}",
          "Which commits must be signed, and by whom.");

  static final Section<Source> SECTION =
      new Section<>(
          "A repository, a branch, and how to read it.",
          List.of(
              RemoteKeys.URL,
              BRANCH,
              WEB,
              RemoteKeys.AUTH,
              RemoteKeys.SSH,
              RemoteKeys.TLS,
              RemoteKeys.PROXY,
              RemoteKeys.TIMEOUT,
              STALENESS,
              REWRITES,
              SIGNATURES,
              RemoteKeys.LIMITS),
          RemoteKeys.ONE_WAY_IN,
          SourceKeys::source);

  private SourceKeys() {}

  private static Source source(Fields fields) {
    RemoteKeys.refuseUnfit(fields);
    Source source =
        new Source(
            new SourceName(fields.at().name()),
            fields.get(RemoteKeys.URL),
            fields.find(BRANCH),
            RemoteKeys.access(fields),
            new SourcePolicy(fields.get(STALENESS), fields.get(REWRITES), fields.get(SIGNATURES)));
    return fields.find(WEB).map(source::withWeb).orElse(source);
  }

  private static Signatures signatures(Fields fields) {
    Signatures signatures =
        new Signatures(
            fields.get(REQUIRE), fields.find(ALLOWED_SIGNERS_FILE), fields.find(OPENPGP_KEYS_FILE));
    if (signatures.require() != Signatures.Require.NONE
        && signatures.allowedSigners().isEmpty()
        && signatures.openpgpKeys().isEmpty()) {
      fields.reject(
          REQUIRE,
          "signatures are required, and nobody is named who may sign",
          "add allowed-signers-file or openpgp-keys-file");
    }
    return signatures;
  }
}
