// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.net.ConnectException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/// What a failure of ssh itself means, before a command was started.
record SshMessages(Remote remote) {
  private static final String LATER = "the next pass tries again by itself";

  ExchangeFailed of(SshException e) {
    for (Throwable cause : ExchangeProblem.chain(e)) {
      if (cause instanceof ConnectException refused) {
        return ExchangeFailed.retry(
            remote.url() + " can't be reached: " + TransportMessages.reason(refused), LATER);
      }
    }
    String words = Messages.said(Messages.of(ExchangeProblem.chain(e).getLast()));
    return switch (e.getDisconnectCode()) {
      case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
          SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME ->
          ExchangeFailed.operator(
              remote.url() + " does not accept the key",
              "add the public half of "
                  + remote.setting("ssh.key-file")
                  + " to the repository as "
                  + Wanted.of(remote).deployKey());
      case SshConstants.SSH2_DISCONNECT_HOST_NOT_ALLOWED_TO_CONNECT,
          SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
          SshConstants.SSH2_DISCONNECT_HOST_AUTHENTICATION_FAILED,
          SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED,
          SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE ->
          ExchangeFailed.operator(
              "no ssh connection to " + remote.url() + " can be agreed upon: " + words,
              "look at the server: ssh -v " + remote.url().uri().getHost());
      default ->
          ExchangeFailed.retry("the exchange with " + remote.url() + " broke off: " + words, LATER);
    };
  }
}
