// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// Who may read what is answered over HTTP.
public enum Audience implements Worded {
  /// Whoever asks on this host.
  LOOPBACK,
  ANYONE,
  NOBODY
}
