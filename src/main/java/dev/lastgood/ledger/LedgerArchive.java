// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Entry;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.StepFailed;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/// The archive that the ledger's own adapter keeps.
public final class LedgerArchive implements Archive {
  private final GitLedger ledger;
  private final LedgerVerifier verifier;
  private final LedgerUploadPack server;

  /// The archive in a state directory.
  public LedgerArchive(GitLedger ledger, Path state) {
    this.ledger = ledger;
    this.verifier = new LedgerVerifier(state);
    this.server = new LedgerUploadPack(state);
  }

  @Override
  public Entry find(TargetName target, String entry) throws StepFailed {
    return ledger.find(target, entry);
  }

  @Override
  public Audit audit() throws StepFailed {
    LedgerVerifier.Report report = verifier.verify();
    return new Audit(
        report.entries(), report.findings().stream().map(LedgerArchive::words).toList());
  }

  @Override
  public void tidy() throws StepFailed {
    ledger.tidy();
  }

  private static String words(LedgerVerifier.Finding finding) {
    String where = finding.entry().map(entry -> ", entry " + entry).orElse("");
    return finding.ref() + where + ": " + finding.message();
  }

  @Override
  public void serve(InputStream in, OutputStream out) throws StepFailed {
    server.serve(in, out);
  }
}
