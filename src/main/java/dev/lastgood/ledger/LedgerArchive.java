// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.jgit.transport.UploadPack;

/// The record as an archive: looked up, verified, tidied, and served to a `git fetch`.
public final class LedgerArchive implements Archive {
  /// In seconds: whoever says nothing for so long holds no process any more.
  private static final int LONGEST_SILENCE = 300;

  private final Path stateDirectory;
  private final LedgerAccess access;
  private final Progress progress;
  private final CommitIdents idents;

  /// The archive in a state directory.
  ///
  /// @param host this host's name, for what an earlier version left to be written
  /// @param progress told of each entry that is verified
  public LedgerArchive(Path stateDirectory, String host, InstantSource clock, Progress progress) {
    this.progress = progress;
    this.stateDirectory = stateDirectory;
    this.access = new LedgerAccess(stateDirectory);
    this.idents = new CommitIdents(host, clock);
  }

  /// As the other one, and nobody looks on.
  public LedgerArchive(Path stateDirectory, String host, InstantSource clock) {
    this(stateDirectory, host, clock, Progress.NONE);
  }

  @Override
  public Chain chain(TargetName target) {
    return new RecordedChain(access, target.value(), target);
  }

  @Override
  public Entry find(TargetName target, String text) throws StepFailed {
    return new EntryLookup(access, target.value()).find(target, text);
  }

  @Override
  public Audit audit() throws StepFailed {
    return new LedgerVerifier(access, progress).verify();
  }

  /// Where there is nothing to do, a few refs are read and nothing is written.
  @Override
  public void tidy() throws StepFailed {
    if (access.isLittered() || access.read(Step.RECOVER, OpenLedger::isUnfinished).orElse(false)) {
      access.write(
          Step.RECOVER,
          ledger -> {
            LedgerWriter writer = new LedgerWriter(ledger, idents);
            for (TargetName target : ledger.pausedEarlier()) {
              writer.finishSettling(target);
            }
            for (TargetName target : ledger.targets()) {
              writer.finishSettling(target);
            }
            for (String source : ledger.refs().below(LedgerRefs.REWRITE).keySet()) {
              ledger.refs().delete(LedgerRefs.REWRITE + source);
            }
            return ledger;
          });
    }
  }

  @Override
  public void serve(InputStream in, OutputStream out) throws StepFailed {
    boolean served =
        access
            .read(
                Step.RECOVER,
                ledger -> {
                  UploadPack server = new UploadPack(ledger.jgit());
                  server.setTimeout(LONGEST_SILENCE);
                  server.upload(in, out, null);
                  return ledger;
                })
            .isPresent();
    if (!served) {
      throw StepFailed.operator(
          Step.RECOVER,
          "there is no ledger in " + stateDirectory,
          "the first pass creates it: lastgood sync");
    }
  }
}
