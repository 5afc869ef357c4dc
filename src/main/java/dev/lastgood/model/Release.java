// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// A commit and the blob it holds at the target's path.
public record Release(CommitId commit, BlobId blob) {}
