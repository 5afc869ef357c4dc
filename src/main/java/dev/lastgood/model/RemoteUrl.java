// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a repository is: `https`, `http`, `ssh` or `file`. It never holds a secret.
///
/// @param uri the address; an scp-like `git@host:path` is turned into `ssh://git@host/path`
public record RemoteUrl(URI uri) {
  private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "file");
  private static final Pattern SCP = Pattern.compile("([\\w.-]+@)?([\\w.-]+):(?!//)(.+)");

  /// A colon and then an @ before the first slash: `user:password@host:path` is no address of ssh.
  private static final Pattern SCP_SECRET = Pattern.compile("[^/:]*:[^/]*@.*");

  private static final Pattern BEHIND_PATH = Pattern.compile("[?#].*");

  /// Refuses schemes that are not spoken, and credentials inside the address.
  ///
  /// @throws IllegalArgumentException with the way out, and without repeating the secret
  public RemoteUrl {
    String scheme = uri.getScheme();
    if (scheme == null || !SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException(
          "a repository is reached over https, ssh or file, so its url starts with https://, ssh://"
              + " or file://: "
              + hidden(uri.toString()));
    }
    boolean secret = uri.getUserInfo() != null && uri.getUserInfo().contains(":");
    if (secret || (uri.getUserInfo() != null && scheme.startsWith("http"))) {
      throw new IllegalArgumentException(
          "a url must not hold credentials; put the token into a file and name it with"
              + " auth.token-file: "
              + hidden(uri.toString()));
    }
    if (!scheme.equals("file") && uri.getHost() == null) {
      throw new IllegalArgumentException("the url names no host: " + hidden(uri.toString()));
    }
    if (uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "the url of a repository has no query and no fragment: " + hidden(uri.toString()));
    }
    if (!scheme.equals("file") && uri.getRawPath().contains("@")) {
      throw new IllegalArgumentException(
          "an @ in the path of a url may be the end of a password; write it as %40 where it is"
              + " none: "
              + hidden(uri.toString()));
    }
  }

  /// Reads an address in URL form or in the scp-like form of ssh.
  ///
  /// @throws IllegalArgumentException when the text is no address that can be read
  public static RemoteUrl parse(String text) {
    Matcher scp = SCP.matcher(text);
    if (!text.contains("://") && SCP_SECRET.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a url must not hold credentials; an address of ssh is written as git@host:path: "
              + hidden(text));
    }
    if (!text.contains("://") && scp.matches()) {
      @Nullable String user = scp.group(1);
      String path = scp.group(3);
      return parse(
          "ssh://"
              + (user == null ? "" : user)
              + scp.group(2)
              + (path.startsWith("/") ? path : "/" + path));
    }
    try {
      return new RemoteUrl(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a url: " + hidden(text), e);
    }
  }

  /// The scheme, lower case.
  public String scheme() {
    return uri.getScheme();
  }

  /// The host, lower case; empty for a file.
  public Optional<String> host() {
    return Optional.ofNullable(uri.getHost()).map(host -> host.toLowerCase(Locale.ROOT));
  }

  /// Whether the host is this machine, so that a token may travel unencrypted.
  public boolean isLoopback() {
    String host = uri.getHost();
    return host != null
        && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}"));
  }

  /// What of a wrong address may be shown: nothing that could be a secret.
  private static String hidden(String text) {
    String path = BEHIND_PATH.matcher(text).replaceFirst("?…");
    int scheme = path.indexOf("://");
    String start = scheme < 0 ? "" : path.substring(0, scheme + 3);
    String rest = path.substring(start.length());
    int host = rest.lastIndexOf('@');
    return start + (host < 0 ? rest : "…" + rest.substring(host));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
