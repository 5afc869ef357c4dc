// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// A commit and the blob it holds at the target's path.
///
/// @param commit the source commit
/// @param blob the content
public record Release(CommitId commit, BlobId blob) {}
