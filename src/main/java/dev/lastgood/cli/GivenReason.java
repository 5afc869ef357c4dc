// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

/// An operator's reason for an order, which the record keeps.
final class GivenReason {
  private GivenReason() {}

  /// The reason as it is recorded.
  ///
  /// @throws UsageError when nothing is said
  static String of(String text) throws UsageError {
    String reason = text.strip();
    if (reason.isEmpty()) {
      throw new UsageError(
          "",
          "the reason is empty, and it is all that the record will say about why.",
          "say why in a few words: --reason 'clients lose their lists'");
    }
    return reason;
  }
}
