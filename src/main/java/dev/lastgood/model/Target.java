// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// One path of a source, deployed to one destination on this host.
public record Target(
    TargetName name, Source source, RepoPath path, Place place, Gate gate, Consumer consumer) {}
