// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// Is told how far something has come that may take longer than somebody who waits for it likes.
///
/// Whoever works reports how much more is done, and never waits for whoever looks.
public interface Progress {
  /// Nobody looks.
  Progress NONE = new NoProgress();

  /// What is done, and what it is counted in.
  enum Activity {
    /// A question to a server; bytes of the answer.
    ASKING,
    /// Objects from a server; their bytes.
    RECEIVING,
    /// Objects to a server; their number.
    SENDING,
    /// Entries of a record, read through.
    VERIFYING
  }

  /// Something begins. One that begins within another hides it until it ends.
  ///
  /// @param subject whose it is: a server's url, a target's name
  Task begin(Activity activity, String subject);

  /// What has begun, until it is closed.
  interface Task extends AutoCloseable {
    /// So much it will be in the end.
    void expect(long total);

    /// So much more is done.
    void advance(long more);

    @Override
    void close();
  }
}
