// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What proves to a client that it speaks with our server on loopback: an authority of our own, and
/// a certificate of it.
///
/// @param authority the authority's certificate, as a PEM file
/// @param context for the server
record Identity(Path authority, SSLContext context) {
  private static final String PASSWORD = "throw-away";

  /// Makes one with the runtime's `keytool`, which takes a second or two.
  static Identity create(Path directory) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Path store = directory.resolve("store.p12");
    Path pem = directory.resolve("authority.pem");
    keytool(
        store, "-genkeypair", "-alias", "ca", "-dname", "CN=Own", "-keyalg", "EC", "-ext", "bc:c");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "server",
        "-signer",
        "ca",
        "-dname",
        "CN=localhost",
        "-keyalg",
        "EC",
        "-ext",
        "san=ip:127.0.0.1");
    keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", pem.toString());
    keytool(store, "-delete", "-alias", "ca");
    try {
      return new Identity(pem, context(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("the rehearsal's certificate can't be used: " + e.getMessage(), e);
    }
  }

  private static void keytool(Path store, String... what) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    argv.addAll(List.of(what));
    argv.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Programs.run(argv);
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
