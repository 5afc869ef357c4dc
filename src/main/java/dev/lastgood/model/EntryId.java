// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// The id of a ledger entry: the id of the commit in the ledger that is the entry.
///
/// @param commit the commit in `ledger.git`, not one of the source's
public record EntryId(CommitId commit) {
  /// Reads a full id.
  ///
  /// @throws IllegalArgumentException when `hex` is not a full object id
  public static EntryId of(String hex) {
    return new EntryId(new CommitId(hex));
  }

  /// The first ten digits, for eyes only.
  public String abbreviated() {
    return commit.abbreviated();
  }

  @Override
  public String toString() {
    return commit.hex();
  }
}
