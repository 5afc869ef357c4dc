// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Gives one name of the tests two addresses of loopback, of which servers listen on the second;
/// every other name is the host's matter. The JDK finds it by `META-INF/services`.
public final class TwoAddresses extends InetAddressResolverProvider {
  /// The name.
  public static final String NAME = "both.test";

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver host = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String name, LookupPolicy policy)
          throws UnknownHostException {
        return name.equals(NAME)
            ? Stream.of(address(2), address(1))
            : host.lookupByName(name, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return host.lookupByAddress(address);
      }
    };
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(NAME, new byte[] {127, 0, 0, (byte) last});
  }

  @Override
  public String name() {
    return "two addresses for " + NAME;
  }
}
