// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.RecordCopy;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A repository that somebody gives as a copy of a record: a ledger, a state directory, or a clone,
/// bare or not, of a ledger or of a remote. Nothing is written into it.
///
/// In a clone of a remote a chain's branch is `HOST/TARGET`. Where a clone has fetched a branch it
/// is what was fetched that counts: a local branch of that name may have stayed behind.
public final class LedgerCopy implements RecordCopy {
  private static final String REMOTES = Constants.R_REMOTES;

  private final Path repository;
  private final String given;

  private LedgerCopy(Path repository, String given) {
    this.repository = repository;
    this.given = given;
  }

  /// A copy on this disk.
  ///
  /// @throws StepFailed when there is no repository, or one that lacks history
  public static LedgerCopy in(Path directory) throws StepFailed {
    return in(directory, directory.toString());
  }

  /// The same of one that was given by another name.
  static LedgerCopy in(Path directory, String given) throws StepFailed {
    for (Path each :
        List.of(directory.resolve("ledger.git"), directory.resolve(".git"), directory)) {
      if (Files.isDirectory(each.resolve("objects"))) {
        requireWhole(each);
        return new LedgerCopy(each, given);
      }
    }
    throw StepFailed.operator(
        Step.RECOVER,
        directory + " is neither a ledger, nor a state directory, nor a clone of a record",
        "clone the record, and give the clone's directory: git clone --bare URL record.git");
  }

  private static void requireWhole(Path repository) throws StepFailed {
    if (Files.exists(repository.resolve("shallow"), LinkOption.NOFOLLOW_LINKS)) {
      throw StepFailed.operator(
          Step.RECOVER,
          repository + " is a shallow clone: it lacks the older entries",
          "git -C " + repository + " fetch --unshallow");
    }
  }

  @Override
  public List<Chain> chains() throws StepFailed {
    LedgerAccess access = LedgerAccess.copy(repository, given, Map.of());
    Map<String, String> branches = access.read(Step.RECOVER, LedgerCopy::branches).orElseThrow();
    List<Chain> chains = new ArrayList<>();
    branches.forEach((name, ref) -> {
      TargetName target = LedgerRefs.target(lastPart(name)).orElseThrow();
      LedgerAccess one = LedgerAccess.copy(repository, given, Map.of(target, ref));
      chains.add(new RecordedChain(one, name, target));
    });
    return chains;
  }

  /// The refs of the chains by their names.
  private static Map<String, String> branches(OpenLedger ledger) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String prefix : List.of(Constants.R_HEADS, REMOTES)) {
      for (Map.Entry<String, ObjectId> ref : ledger.refs().below(prefix).entrySet()) {
        String branch = ref.getKey();
        if (LedgerRefs.target(lastPart(branch)).isPresent() && isRecord(ledger, ref.getValue())) {
          if (prefix.equals(REMOTES)) {
            found.remove(withoutRemote(branch));
          }
          String name = prefix.equals(REMOTES) ? name(branch) : branch;
          boolean taken = found.getOrDefault(name, "").startsWith(REMOTES); // by another remote
          found.put(taken ? branch : name, prefix + branch);
        }
      }
    }
    return found;
  }

  /// What the remote calls it; where that has no host's name, what this clone calls the remote
  /// stands for that.
  private static String name(String branch) {
    String there = withoutRemote(branch);
    return there.contains("/") ? there : branch;
  }

  private static String withoutRemote(String branch) {
    return branch.substring(branch.indexOf('/') + 1);
  }

  private static String lastPart(String branch) {
    return branch.substring(branch.lastIndexOf('/') + 1);
  }

  /// What can't be read may be a damaged record: whoever reads on is told.
  private static boolean isRecord(OpenLedger ledger, ObjectId tip) {
    try {
      ObjectId tree = ledger.objects().commit(tip).getTree();
      return ledger.objects().names(tree).contains(EntryReader.RECORD);
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {}
}
