// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.io.IOException;

/// What is on disk is not what a ledger holds. Nothing may be decided on it.
final class LedgerDamaged extends IOException {
  private static final long serialVersionUID = 1;

  LedgerDamaged(String message) {
    super(message);
  }

  LedgerDamaged(String message, Throwable cause) {
    super(message, cause);
  }
}
