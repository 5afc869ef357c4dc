// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxy that the environment names, read as curl reads it.
record ProxyVariables(Map<String, String> environment) {
  /// A proxy and the variable that named it.
  record Found(URI proxy, String variable) {}

  /// The proxy for an address; empty when there is none or `NO_PROXY` excludes the host.
  ///
  /// `HTTP_PROXY` in capitals is not read: a CGI program gets that one from whoever sends it a
  /// request.
  Optional<Found> proxyFor(URI address) throws ExchangeFailed {
    if (excluded(address.getHost())) {
      return Optional.empty();
    }
    List<String> names =
        address.getScheme().equals("https")
            ? List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
            : List.of("http_proxy", "all_proxy", "ALL_PROXY");
    for (String name : names) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(new Found(parse(value, name), name));
      }
    }
    return Optional.empty();
  }

  private static URI parse(String value, String name) throws ExchangeFailed {
    try {
      return URI.create(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      throw ExchangeFailed.operator(
          "the proxy in $" + name + " is no url", "write it as http://host:port");
    }
  }

  private boolean excluded(String host) {
    String lower = environment.getOrDefault("no_proxy", "");
    String list = lower.isEmpty() ? environment.getOrDefault("NO_PROXY", "") : lower;
    String name = bare(host);
    boolean address = name.contains(":") || name.matches("[0-9.]+");
    for (String entry : list.split("[,\\s]+")) {
      String suffix = bare(entry).replaceFirst("^\\.", "");
      if (entry.equals("*")
          || (!suffix.isEmpty()
              && (name.equals(suffix) || (!address && name.endsWith("." + suffix))))) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
  }
}
