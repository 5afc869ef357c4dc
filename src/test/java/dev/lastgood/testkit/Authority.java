// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An own certificate authority and one server certificate of it, for `localhost` and `127.0.0.1`.
///
/// @param certificate the authority's, as a PEM file
/// @param server what an HTTPS server on loopback needs
public record Authority(Path certificate, SSLContext server) {
  private static final String PASSWORD = "throw-away";

  /// One for the whole test run, because making one takes seconds on a busy machine.
  public static Authority shared() {
    return Shared.AUTHORITY;
  }

  private static final class Shared {
    private static final Authority AUTHORITY = create(temporary());

    private static Path temporary() {
      try {
        Path directory = Files.createTempDirectory("lastgood-authority");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path directory) {
      for (String name : List.of("store.p12", "ca.pem", "")) {
        directory.resolve(name).toFile().delete();
      }
    }
  }

  /// Makes a new one with the JDK's `keytool`; takes about a second.
  public static Authority create(Path directory) {
    try {
      Files.createDirectories(directory);
      Path store = directory.resolve("store.p12");
      keytool(
          directory, store, "-genkeypair", "-alias", "ca", "-dname", "CN=Own CA", "-ext", "bc:c");
      keytool(
          directory,
          store,
          "-genkeypair",
          "-alias",
          "server",
          "-signer",
          "ca",
          "-dname",
          "CN=localhost",
          "-ext",
          "san=dns:localhost,dns:both.test,dns:far.test,ip:127.0.0.1");
      Path pem = directory.resolve("ca.pem");
      Tool.run(
          directory,
          keytool(),
          "-exportcert",
          "-rfc",
          "-alias",
          "ca",
          "-file",
          pem.toString(),
          "-keystore",
          store.toString(),
          "-storepass",
          PASSWORD);
      return new Authority(pem, context(store));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path directory, Path store, String... what) {
    List<String> argv = new ArrayList<>();
    argv.add(keytool());
    argv.addAll(List.of(what));
    argv.addAll(
        List.of(
            "-keyalg",
            "EC",
            "-validity",
            "30",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD));
    Tool.run(directory, argv.toArray(String[]::new));
  }

  private static String keytool() {
    return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    keys.deleteEntry("ca");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
