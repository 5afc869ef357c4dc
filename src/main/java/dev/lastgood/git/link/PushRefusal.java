// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.util.regex.Pattern;

/// Why a server did not take a branch, by its own words: there is nothing else to go by.
record PushRefusal(Remote remote, BranchUpdate update) {
  /// What servers say of a branch that somebody else moves at the moment.
  private static final Pattern MOVED =
      Pattern.compile(
          "failed to update ref|cannot lock ref|failed to lock|lock failure|fetch first"
              + "|non-fast-forward|incorrect old value|reference already exists",
          Pattern.CASE_INSENSITIVE);

  /// What they say of a disk, and of what somebody may put on it.
  private static final Pattern FULL =
      Pattern.compile(
          "no space left|quota|disk full|insufficient storage|size limit|exceeds (the"
              + " limit|maximum)|object too large|larger than",
          Pattern.CASE_INSENSITIVE);

  /// What Git says where another branch's name is a part of this one's, or the other way round.
  private static final Pattern IN_THE_WAY =
      Pattern.compile("exists; cannot create|refname conflict", Pattern.CASE_INSENSITIVE);

  /// What it means.
  ///
  /// @param reason the word of the protocol
  /// @param said what the server, or a hook of it, says to people
  ExchangeFailed of(String reason, String said) {
    String all = said.isBlank() ? reason : reason + ": the server says: " + said;
    String message =
        remote.url() + " did not take branch " + update.branch() + ": " + Messages.said(all);
    if (FULL.matcher(all).find()) {
      return ExchangeFailed.operator(
          message, "make room there; until then the newest entries are on this host alone");
    }
    if (IN_THE_WAY.matcher(all).find()) {
      return inTheWay(Messages.said(all));
    }
    if (MOVED.matcher(reason).find()) {
      return ExchangeFailed.retry(message, "the next pass brings the two together");
    }
    if (Messages.isPassing(all)) {
      return ExchangeFailed.retry(message, "the next pass tries again by itself");
    }
    return ExchangeFailed.operator(
        message,
        "let the credential of %s push to branches %s, which are only ever moved on: a hook or a protected branch is in the way"
            .formatted(remote.section(), update.branch().replaceFirst("/.*", "/*")));
  }

  /// Another branch there has the name that this one needs.
  ExchangeFailed inTheWay(String how) {
    String host = update.branch().replaceFirst("/.*", "");
    return ExchangeFailed.operator(
        "branch %s at %s can't be made: another branch is in its way: %s"
            .formatted(update.branch(), remote.url(), how),
        "there can be no branch %s, and none below %s, in the repository there: rename it, or set ledger.host"
            .formatted(host, update.branch()));
  }
}
