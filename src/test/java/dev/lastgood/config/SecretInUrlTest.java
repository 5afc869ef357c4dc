// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.model.RemoteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A wrong address is told without what may be a secret in it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SecretInUrlTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:s3cr3t@git.example.org/app.git",
        "https://s3cr3t@git.example.org/app.git",
        "https://user:s3cr3t/w@git.example.org/app.git",
        "https://user:123/s3cr3t@git.example.org/app.git",
        "https://user:p@s3cr3t@git.example.org/app.git",
        "https://user:p s3cr3t@git.example.org/app.git",
        "https://user:p^s3cr3t@git.example.org/app.git",
        "https://user:p#s3cr3t@git.example.org/app.git",
        "https://user:p?s3cr3t@git.example.org/app.git",
        "https://git.example.org/app.git?token=s3cr3t",
        "https://git.example.org/app.git#s3cr3t",
        "https://git.example.org/a b?token=s3cr3t",
        "http://user:s3cr3t@127.0.0.1/app.git",
        "ssh://git:s3cr3t@git.example.org/app.git",
        "ssh://git:22/s3cr3t@git.example.org/app.git",
        "git:s3cr3t@git.example.org:app.git",
        "git:p@s3cr3t@git.example.org:app.git",
        "git:p/s3cr3t@git.example.org:app.git",
        "user:s3cr3t@git.example.org/app.git",
        "s3cr3t@git.example.org/app.git",
        "ftp://user:s3cr3t@git.example.org/app.git",
        "git://user:s3cr3t/x@git.example.org/app.git",
        "https:user:s3cr3t@git.example.org",
        "https:/user:s3cr3t@git.example.org",
        "https://user:%zzs3cr3t@git.example.org/",
        "file://user:s3cr3t@host/path",
      })
  void is_never_shown(String url) throws IOException {
    assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> RemoteUrl.parse(url)))
        .isNotNull()
        .message()
        .doesNotContain("s3cr3t");
    for (String form :
        new String[] {
          "\"%s\"",
          "%s",
          "[\"%s\"]",
          "{a: \"%s\"}",
          "&a \"%s\"",
          "!!int \"%s\"",
          "\"%s",
          "\"%s\" x: y"
        }) {
      refused("    url: " + form.formatted(url));
      refused("    url: https://git.example.org/app.git\n    proxy: " + form.formatted(url));
    }
  }

  private void refused(String lines) throws IOException {
    Path file = directory.resolve("lastgood.yaml");
    Files.writeString(
        file,
        """
        state: /var/lib/lastgood
        sources:
          app:
        LINES
        targets:
          app: {source: app, path: a, destination: /srv/a, activate: none}
        """
            .replace("LINES", lines));
    ConfigRejected rejected =
        catchThrowableOfType(ConfigRejected.class, () -> new ConfigReader(Map.of()).read(file));
    if (rejected != null) {
      assertThat(rejected.problems().toString()).as(lines).doesNotContain("s3cr3t");
      assertThat(rejected.toString()).as(lines).doesNotContain("s3cr3t");
    }
  }
}
