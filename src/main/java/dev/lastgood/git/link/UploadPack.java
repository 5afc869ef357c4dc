// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.Capabilities;
import java.io.IOException;
import java.io.InputStream;

/// A server's `git-upload-pack`, asked in protocol version 2.
public sealed interface UploadPack permits HttpLink, SshLink {
  /// What the server says that it can do, in the newest version of the protocol that it knows.
  Capabilities capabilities() throws IOException;

  /// Sends one request of version 2.
  ///
  /// @return the answer, to be read to its end before the next request, or abandoned
  InputStream request(byte[] request) throws IOException;

  /// The pack in an answer: while it arrives, it is waited for.
  InputStream arriving(InputStream pack);

  /// Gives up an answer before its end: the next request goes over another connection.
  void abandon();
}
