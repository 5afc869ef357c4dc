// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// All addresses of a host, of both families, tried one after the other: the JDK's clients take the
/// first one and give up with it.
///
/// @param all at least one, in the order in which they are tried
public record Addresses(List<InetAddress> all) {
  /// The addresses of a name.
  public static Addresses of(String host) throws UnknownHostException {
    String bare = host.replaceFirst("^\\[(.*)]$", "$1");
    return new Addresses(Arrays.asList(InetAddress.getAllByName(bare)));
  }

  /// Something to do with one address, that fails when nobody answers there.
  public interface Dial<T> {
    /// Does it.
    ///
    /// @param timeout how long it may take to find out that nobody answers
    T at(InetAddress address, Duration timeout) throws IOException;
  }

  /// Does it at the first address where it succeeds; fails as at the first one.
  ///
  /// @param answered whether somebody did answer: how that failed is final, and nothing that was
  ///   refused is shown to another address
  public <T> T each(Duration timeout, BooleanSupplier answered, Dial<T> dial) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    IOException first = null;
    for (int i = 0; i < all.size(); i++) {
      long left = Math.max(1_000_000, deadline - System.nanoTime());
      try {
        // An address that swallows everything must leave time for those behind it.
        return dial.at(all.get(i), Duration.ofNanos(left / (all.size() - i)));
      } catch (IOException e) {
        if (answered.getAsBoolean()) {
          throw e;
        }
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first == null ? new UnknownHostException("no address") : first;
  }

  /// The first address at which somebody listens on a port.
  ///
  /// Costs a connection that says nothing, but only where there is a choice.
  public InetAddress answering(int port, Duration timeout) throws IOException {
    return all.size() == 1
        ? all.getFirst()
        : each(
            timeout,
            () -> false,
            (address, slice) -> {
              try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(address, port), (int) slice.toMillis());
                return address;
              }
            });
  }

  /// An address as it stands in a url.
  public static String inUrl(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /// A socket that connects to the first address of its target that answers.
  public static Socket socket() {
    return new Connecting();
  }

  private static final class Connecting extends Socket {
    @Override
    public void connect(SocketAddress target, int millis) throws IOException {
      if (!(target instanceof InetSocketAddress named)) {
        throw new IOException("no address of the internet: " + target);
      }
      Duration timeout = Duration.ofMillis(millis == 0 ? Integer.MAX_VALUE : millis);
      InetAddress found = of(named.getHostString()).answering(named.getPort(), timeout);
      super.connect(new InetSocketAddress(found, named.getPort()), millis);
    }

    @Override
    public void connect(SocketAddress target) throws IOException {
      connect(target, 0);
    }
  }
}
