// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is on disk when a host was switched off in the middle of a proof. Takes a machine of its
/// own.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PowerOffIT {
  @Test
  void the_content_is_recorded_with_its_proof_pending() {
    try (InstalledMachine host = InstalledMachine.installed().afresh()) {
      host.deployed("v1");
      host.merge("v2");
      host.startToProve();

      Path ledger = host.powerOff().resolve("ledger.git");

      assertThat(
              git(
                  ledger,
                  "log",
                  "-1",
                  "--format=%(trailers:key=Outcome,valueonly,separator=)"
                      + " %(trailers:key=Probe,valueonly,separator=)",
                  "powersync"))
          .isEqualTo("deployed pending");
      assertThat(git(ledger, "for-each-ref", "--format=%(refname)", "refs/lastgood"))
          .as("intents")
          .doesNotContain("intent");
      assertThat(git(ledger, "cat-file", "blob", "refs/lastgood/index/powersync").lines())
          .as("an entry, what is counted, and nothing that stands")
          .hasSize(3);
    }
  }

  private static String git(Path repository, String... arguments) {
    String[] argv = new String[arguments.length + 4];
    argv[0] = "git";
    argv[1] = "-c";
    argv[2] = "safe.directory=*";
    argv[3] = "--git-dir=" + repository;
    System.arraycopy(arguments, 0, argv, 4, arguments.length);
    return Tool.run(Path.of("/"), argv).strip();
  }
}
