// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Instant;

/// A ledger entry.
///
/// @param id the commit in the ledger
/// @param at when it was recorded, to the second
public record Entry(EntryId id, Instant at, Attempt attempt) {}
