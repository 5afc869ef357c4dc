// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import dev.lastgood.net.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/// Where a question's url leads: to one of its host's addresses, under the host's name.
///
/// @param opened the same; with an address in the name's place where the name has several
record Endpoint(URI uri, URI opened) {
  /// The first address where somebody listens.
  ///
  /// @throws IOException when nobody does, or the name has no address
  static Endpoint of(URI uri, Duration timeout) throws IOException {
    Addresses addresses = Addresses.of(uri.getHost());
    if (addresses.all().size() == 1) {
      return new Endpoint(uri, uri);
    }
    int defaultPort = uri.getScheme().equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
    InetAddress found = addresses.answering(port, timeout);
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    String address = uri.getScheme() + "://" + Addresses.inUrl(found) + ":" + port;
    return new Endpoint(uri, URI.create(address + path));
  }

  /// A client that asks for the host's name in TLS, and has the certificate be for that.
  HttpClient client() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (isElsewhere()) {
      SSLParameters named = new SSLParameters();
      named.setServerNames(List.of(new SNIHostName(uri.getHost())));
      client.sslParameters(named);
    }
    return client.build();
  }

  /// The request, to this endpoint.
  HttpRequest addressed(HttpRequest.Builder request) {
    return isElsewhere()
        ? request.uri(opened).setHeader("Host", uri.getRawAuthority()).build()
        : request.build();
  }

  private boolean isElsewhere() {
    return !opened.equals(uri);
  }
}
