// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// Why content must not be tried again by itself.
public record Quarantine(BlobId blob, Reason reason) {
  /// What put content into quarantine.
  public enum Reason implements Worded {
    /// A check refused it.
    REFUSED,
    /// The service failed on it.
    FAILED,
    /// The service failed on it, but was unhealthy before: ends when the service is healthy again.
    UNHEALTHY_BEFORE,
    /// The service failed on it, and then on the last good content as well: that says nothing about
    /// this content. Ends when the service is healthy again.
    LAST_GOOD_FAILED,
    /// An operator rolled back from it.
    MANUAL;
  }
}
