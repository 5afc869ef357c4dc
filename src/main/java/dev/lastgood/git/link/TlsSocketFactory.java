// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.net.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/// Sockets of TLS that are connected to whichever address of the host answers; TLS is put on top of
/// them afterwards, for the host's name.
final class TlsSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory layers;

  TlsSocketFactory(SSLSocketFactory layers) {
    this.layers = layers;
  }

  /// Not of TLS yet: the JDK then adds that by the other method.
  @Override
  public Socket createSocket() {
    return Addresses.socket();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return layers.createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return layers.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress here, int herePort)
      throws IOException {
    return layers.createSocket(host, port, here, herePort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return layers.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress here, int herePort)
      throws IOException {
    return layers.createSocket(host, port, here, herePort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return layers.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return layers.getSupportedCipherSuites();
  }
}
