// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The completion in the shells: somebody types, presses TAB and Enter, and what the program is
/// then given is looked at.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ShellCompletionIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist")).toAbsolutePath();
  private static final Path SCRIPTS = DIST.resolve("share");

  private static final String CONFIG =
      """
      sources:
        fit: {url: "https://git.example.org/fit.git"}
      targets:
        other: {path: a, destination: /srv/a/a, activate: none}
      """;

  /// A host that somebody named so in a record: a shell that evaluates it makes a file.
  private static final String HOSTILE = "$(touch${IFS}evaluated)'\"`touch${IFS}evaluated`;&x";

  @TempDir private Path scratch;

  @BeforeEach
  void a_program_that_tells_what_it_is_given() throws IOException {
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    Path program = bin.resolve("lastgood");
    Files.writeString(
        program,
        """
        #!/bin/sh
        if [ "$1" = complete ]; then
          exec '%s' "$@"
        fi
        { printf '[%%s]' "$@"; echo; } >> '%s'
        """
            .formatted(DIST.resolve("bin/lastgood"), scratch.resolve("given")));
    Tool.run(scratch, "chmod", "+x", program.toString());
    CliWorld world = new CliWorld(scratch);
    world.happen("commit Say hello | v1");
    world.run("sync");
    Files.createDirectory(scratch.resolve("a place"));
    Files.writeString(scratch.resolve("a place/other.yaml"), CONFIG);
    Path ledger = scratch.resolve("state/ledger.git");
    Tool.git(scratch, "clone", "-q", "--mirror", ledger.toString(), "copy.git");
    Path copy = scratch.resolve("copy.git");
    Tool.git(copy, "update-ref", "refs/heads/" + HOSTILE + "/powersync", "powersync");
    Tool.git(copy, "update-ref", "-d", "refs/heads/powersync");
  }

  /// What is typed, and what the program is given then.
  private static final Map<String, String> TYPED =
      typed(
          "lastgood quar<TAB>li<TAB>",
          "[quarantine][list]",
          "lastgood sync pow<TAB>--dry<TAB>",
          "[sync][powersync][--dry-run]",
          "lastgood accept-rewrite f<TAB>",
          "[accept-rewrite][fit]",
          "lastgood log --outcome rolled<TAB>",
          "[log][--outcome][rolled-back]",
          "lastgood --output=j<TAB>status pow<TAB>",
          "[--output=json][status][powersync]",
          "lastgood --config 'a place/other.yaml' show oth<TAB>",
          "[--config][a place/other.yaml][show][other]",
          "lastgood check-config lastg<TAB>",
          "[check-config][lastgood.yaml]",
          "lastgood --config=lastg<TAB>status",
          "[--config=lastgood.yaml][status]",
          "lastgood show powersync @<TAB>",
          "[show][powersync][@{0}]",
          "lastgood nonsense s<TAB>",
          "[nonsense][s]",
          "lastgood log --ledger copy.git <TAB>",
          "[log][--ledger][copy.git][" + HOSTILE + "/powersync]");

  @Test
  void bash_completes() throws IOException {
    assertCompletes(
        "bash --noprofile --norc -i",
        "source '" + SCRIPTS.resolve("bash-completion/completions/lastgood") + "'");
  }

  @Test
  void zsh_completes() throws IOException {
    Tool.require("zsh");
    assertCompletes(
        "zsh -f -i",
        "fpath=('%s' $fpath); autoload -Uz compinit; compinit -u -D"
            .formatted(SCRIPTS.resolve("zsh/vendor-completions")));
  }

  @Test
  void fish_completes() throws IOException {
    Tool.require("fish");
    assertCompletes(
        "fish --no-config -i",
        "source '" + SCRIPTS.resolve("fish/vendor_completions.d/lastgood.fish") + "'");
  }

  private void assertCompletes(String shell, String setUp) throws IOException {
    List<String> lines = new ArrayList<>(List.of(setUp));
    lines.addAll(TYPED.keySet());
    String seen = terminal(shell, lines);
    assertThat(Files.readAllLines(scratch.resolve("given")))
        .as(seen)
        .containsExactlyElementsOf(TYPED.values());
    assertThat(scratch.resolve("evaluated")).doesNotExist();
  }

  private static Map<String, String> typed(String... pairs) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      typed.put(pairs[i], pairs[i + 1]);
    }
    return typed;
  }

  private String terminal(String shell, List<String> lines) {
    String typed = String.join("\n", lines).replace("<TAB>", "\t") + "\nexit\n";
    return Tool.run(
        scratch,
        Map.of(
            "PATH",
            scratch.resolve("bin") + ":" + System.getenv("PATH"),
            "LASTGOOD_CONFIG",
            scratch.resolve("lastgood.yaml").toString(),
            "TERM",
            "dumb",
            "HOME",
            scratch.toString()),
        typed.getBytes(StandardCharsets.UTF_8),
        List.of("script", "-qec", shell, "/dev/null"));
  }
}
