// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// A repository, a branch, and how to read it.
///
/// @param name names it in the configuration and on disk
/// @param remote where it is
/// @param branch the branch to follow; the remote's HEAD when empty
/// @param access how it is reached
/// @param policy what is demanded of it
public record Source(
    SourceName name,
    RemoteUrl remote,
    Optional<Branch> branch,
    Access access,
    SourcePolicy policy) {}
