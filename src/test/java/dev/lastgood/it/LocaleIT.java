// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program under locales that know no more than ASCII. A shell does what needs names
/// beyond that: this JVM may have such a locale itself.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LocaleIT {
  private static final String STORY =
      """
      set -eu
      cd "$1"; locale=$2; lastgood=$3
      mkdir 'dépôt' 'état' forge
      git init -q -b 'größe/Ä' forge
      cd forge
      git config user.name 'Jörg Ösi'; git config user.email j@example.org
      mkdir 'régles'
      echo 'rules: 1' > 'régles/ähm €.yaml'; git add .; git commit -qm 'Erste Größe'
      cd ..
      cat > 'köfig.yaml' <<END
      state: $1/état
      allow-volatile-state: true
      sources:
        app: {url: "file://$1/forge", branch: größe/Ä}
      targets:
        rules:
          source: app
          path: régles/ähm €.yaml
          destination: $1/dépôt/ähm €.yaml
          check:
            - command: [/bin/sh, -c, 'test "\\$1" = "naïve €" && test -s "\\$0" && echo "\\$LC_ALL" > $1/seen', "{file}", naïve €]
          activate: none
      END
      l() { env -i PATH="$PATH" HOME="$1" $locale "$lastgood" --config 'köfig.yaml' "$@"; }
      l sync
      cmp 'forge/régles/ähm €.yaml' 'dépôt/ähm €.yaml'
      test "$(cat seen)" = C.UTF-8
      (cd forge; echo 'rules: 2' > 'régles/ähm €.yaml'; git commit -qam 'Zweite Größe')
      l sync
      l rollback rules --reason 'Kündigung für naïve € Leser'
      l log -n 1
      l show rules '@{0}'
      l status
      l pause rules --reason 'Müßiggang'
      l status
      git -C 'état/ledger.git' log -1 --format='%B' rules
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "LC_ALL=C", "LANG=xx_YY.UTF-8"})
  void a_bare_locale_changes_no_name_and_no_reason(String locale, @TempDir Path root)
      throws Exception {
    Path script = Files.writeString(root.resolve("story.sh"), STORY);
    Process shell =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    script.toString(),
                    root.toString(),
                    locale,
                    Host.DIST.toAbsolutePath().resolve("bin/lastgood").toString()))
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("Kündigung für naïve € Leser", "Zweite Größe", "Jörg Ösi", "Müßiggang")
        .contains("größe/Ä at", "dépôt/ähm €.yaml holds the live content")
        .doesNotContain("?", "\uFFFD");
  }
}
