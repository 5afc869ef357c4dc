// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// One path of a source, deployed to one destination on this host.
public record Target(
    TargetName name, Source source, RepoPath path, Place place, Gate gate, Consumer consumer) {
  /// The same, of a source that is reached in another way.
  public Target of(Source other) {
    return new Target(name, other, path, place, gate, consumer);
  }
}
