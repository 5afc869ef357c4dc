// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Gives names of the tests two addresses of loopback, of which servers listen on the second; every
/// other name is the host's matter. The JDK finds it by `META-INF/services`.
public final class TwoAddresses extends InetAddressResolverProvider {
  /// Nobody listens at 127.0.0.2, before 127.0.0.1.
  public static final String NAME = "both.test";

  /// As many `localhost`: `::1`, before 127.0.0.1.
  public static final String SIX = "six.test";

  /// Before 127.0.0.3, for which the tests' certificates are not.
  public static final String FAR = "far.test";

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver host = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String name, LookupPolicy policy)
          throws UnknownHostException {
        return switch (name) {
          case NAME -> Stream.of(address(name, 2), address(name, 1));
          case SIX -> Stream.of(loopback6(name), address(name, 1));
          case FAR -> Stream.of(address(name, 1), address(name, 3));
          default -> host.lookupByName(name, policy);
        };
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return host.lookupByAddress(address);
      }
    };
  }

  private static InetAddress address(String name, int last) throws UnknownHostException {
    return InetAddress.getByAddress(name, new byte[] {127, 0, 0, (byte) last});
  }

  private static InetAddress loopback6(String name) throws UnknownHostException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(name, address);
  }

  @Override
  public String name() {
    return "two addresses for some names";
  }
}
