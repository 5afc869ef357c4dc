// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// One path of a source, deployed to one destination on this host.
///
/// @param name names it in the configuration, in the ledger and on the command line
/// @param source where the file comes from
/// @param path which file
/// @param place where it goes
/// @param gate what it must pass first
/// @param consumer the service that reads it
public record Target(
    TargetName name, Source source, RepoPath path, Place place, Gate gate, Consumer consumer) {}
