// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// What exchanges with a server took.
///
/// @param requests over http each request, over ssh each command and each request to it, on this
///   host each opening of the repository
/// @param bytes that came from there: over http the bodies of answers, on this host the packs
public record Traffic(long requests, long bytes) {
  /// Nothing was asked.
  public static final Traffic NONE = new Traffic(0, 0);

  /// This without what came before.
  public Traffic without(Traffic before) {
    return new Traffic(requests - before.requests, bytes - before.bytes);
  }

  /// Both together.
  public Traffic and(Traffic more) {
    return new Traffic(requests + more.requests, bytes + more.bytes);
  }
}
