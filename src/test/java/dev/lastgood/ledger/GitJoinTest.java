// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.START;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.JoinContract;
import dev.lastgood.sync.port.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class GitJoinTest extends JoinContract {
  @TempDir private Path here;
  @TempDir private Path there;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @Override
  protected Ledger here() {
    return new GitLedger(here, "host1", () -> START);
  }

  @Override
  protected Ledger there() {
    return new GitLedger(there, "host2", () -> START);
  }

  @Override
  protected void bring(EntryId entry) throws Exception {
    here().withdraw(new TargetName("none"));
    copyObjects(there.resolve("ledger.git"), here.resolve("ledger.git"));
  }

  /// All that one ledger holds, as plain files.
  static void copyObjects(Path from, Path to) throws IOException {
    Path objects = from.resolve("objects");
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        if (!Files.exists(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }
}
