// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// What an entry moved.
///
/// @param candidate what was tried, when it was found in the source
/// @param before what was live
/// @param after what is live now
/// @param quarantine what must not be tried again because of this entry
public record Movement(
    Optional<Candidate> candidate, Live before, Live after, Optional<Quarantine> quarantine) {}
