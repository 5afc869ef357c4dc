// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority of our own, and a certificate of it for a server on loopback.
///
/// @param certificate the authority's, as a PEM file
/// @param server what an HTTPS server needs
public record Authority(Path certificate, SSLContext server) {
  private static final String PASSWORD = "throw-away";
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /// Makes one with the runtime's `keytool`, which takes a second or two; valid for 90 days.
  ///
  /// @param directory where its files go; it is created
  /// @param names whom the server's certificate is for, as `ip:127.0.0.1,dns:localhost`
  public static Authority create(Path directory, String names) throws IOException {
    Files.createDirectories(directory);
    Path store = directory.resolve("store.p12");
    Path pem = directory.resolve("ca.pem");
    String pair = "-genkeypair -keyalg EC -alias ";
    keytool(store, pair + "ca -dname CN=Own -ext bc:c");
    keytool(store, pair + "server -signer ca -dname CN=localhost -ext san=" + names);
    keytool(store, "-exportcert -rfc -alias ca -file", pem.toString());
    keytool(store, "-delete -alias ca");
    try {
      return new Authority(pem, context(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate can't be used: " + e.getMessage(), e);
    }
  }

  private static void keytool(Path store, String words, String... more) throws IOException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    argv.addAll(List.of(words.split(" ")));
    argv.addAll(List.of(more));
    argv.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Finished finished = new CommandRunner().run(new Command(argv, Map.of(), TIMEOUT));
    if (!(finished instanceof Finished.Exited(int code, _, _) && code == 0)) {
      throw new IOException(String.join(" ", argv) + ": " + finished);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
