// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// What an entry changed at the destination.
///
/// @param candidate what was tried, when it was found in the source
/// @param removal the commit that left no file to be tried, when there is none and that is known
/// @param quarantine what must not be tried again because of this entry
/// @param order what an operator ordered
public record Change(
    Optional<Candidate> candidate,
    Optional<SourceCommit> removal,
    Live before,
    Live after,
    Optional<Quarantine> quarantine,
    Optional<Order> order) {

  /// A change that a pass made.
  public Change(
      Optional<Candidate> candidate,
      Optional<SourceCommit> removal,
      Live before,
      Live after,
      Optional<Quarantine> quarantine) {
    this(candidate, removal, before, after, quarantine, Optional.empty());
  }

  /// A change in which no file was missed.
  public Change(
      Optional<Candidate> candidate, Live before, Live after, Optional<Quarantine> quarantine) {
    this(candidate, Optional.empty(), before, after, quarantine);
  }

  /// A change that puts nothing into quarantine.
  public Change(Optional<Candidate> candidate, Live before, Live after) {
    this(candidate, before, after, Optional.empty());
  }

  /// Nothing changed: what is live stays live.
  public static Change none(Optional<Candidate> candidate, Live live) {
    return new Change(candidate, live, live);
  }

  /// What is live stays live, as ordered.
  public static Change ordered(Order order, Live live) {
    return new Change(
        Optional.empty(), Optional.empty(), live, live, Optional.empty(), Optional.of(order));
  }

  /// The release that it is about.
  public Optional<Release> release() {
    return candidate.map(Candidate::release);
  }

  /// The commit that the entry is about: it brought the change, or took the file away.
  public Optional<SourceCommit> cause() {
    return candidate.map(Candidate::cause).or(() -> removal);
  }
}
