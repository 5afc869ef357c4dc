// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

/// Makes the page that is answered under `/`, on one thread at a time.
public interface Page {
  /// The page as of now, which may take seconds.
  Made make();

  /// A page.
  ///
  /// @param policy the content security policy that it keeps to
  record Made(String html, String policy) {}
}
