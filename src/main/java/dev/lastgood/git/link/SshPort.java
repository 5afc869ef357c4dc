// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import dev.lastgood.net.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What answers at a remote's ssh port, for when no session came of it: the library says of a web
/// server what it says of an ssh server that hangs up, which a later pass may find in better mood.
record SshPort(Remote remote) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int ENOUGH = 5;

  /// Of HTTP, the first line; of TLS, an alert. An sshd that is busy may say in plain text that it
  /// is.
  private static final Pattern STRANGER = Pattern.compile("HTTP/|\\x15\\x03", Pattern.DOTALL);

  /// The refusal of a server of another kind; empty when it may be ssh after all.
  Optional<ExchangeFailed> stranger(Duration left) {
    Duration timeout = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
    URI url = remote.url().uri();
    int port = url.getPort() < 0 ? 22 : url.getPort();
    try (Socket socket = Addresses.socket()) {
      socket.connect(
          InetSocketAddress.createUnresolved(url.getHost(), port), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      socket
          .getOutputStream()
          .write("SSH-2.0-lastgood\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] first = socket.getInputStream().readNBytes(ENOUGH);
      return STRANGER.matcher(new String(first, StandardCharsets.ISO_8859_1)).lookingAt()
          ? Optional.of(
              ExchangeFailed.operator(
                  remote.url() + " does not speak ssh: something else answers there",
                  "check the port in " + remote.setting("url")))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
