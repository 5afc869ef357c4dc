// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What one pass did to one target: everything a ledger entry says.
///
/// @param target which target
/// @param outcome what came of it
/// @param movement what was tried, what was live, what is live
/// @param evidence checks and proof
/// @param circumstance when, where, by whom
/// @param account the same in plain words
public record Attempt(
    TargetName target,
    OutcomeKind outcome,
    Movement movement,
    Evidence evidence,
    Circumstance circumstance,
    Account account) {}
