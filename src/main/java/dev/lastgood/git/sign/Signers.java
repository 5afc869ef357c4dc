// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.sign;

import dev.lastgood.file.RegularFile;
import dev.lastgood.git.history.Commits;
import dev.lastgood.git.history.GitObjects;
import dev.lastgood.git.link.Messages;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Verifies commits by the source's lists of signers, which are on this host and not in the
/// repository.
public record Signers(Source source, GitObjects objects) {
  private static final int LARGEST = 4 << 20;

  /// What one kind of signature says.
  sealed interface Result {
    /// It is good.
    record Good(String signer) implements Result {}

    /// It is not.
    ///
    /// @param why completes "the commit … is …"
    record Bad(String why) implements Result {}
  }

  /// Who signed the first of some commits, all of which must be signed.
  ///
  /// @throws StepFailed naming the first that is not
  public String all(List<CommitId> commits) throws StepFailed, IOException {
    String first = signer(commits.getFirst());
    for (CommitId commit : commits.subList(1, commits.size())) {
      signer(commit);
    }
    return first;
  }

  /// Who signed a commit.
  ///
  /// @throws StepFailed when nobody did, or nobody on the lists
  private String signer(CommitId id) throws StepFailed, IOException {
    ObjectId object = Commits.id(id);
    RevCommit commit = Commits.parse(objects.read(object, ObjectType.COMMIT));
    Optional<SignedCommit> signed = SignedCommit.of(commit);
    if (signed.isEmpty()) {
      throw refusal(commit, "is not signed");
    }
    return switch (result(signed.get())) {
      case Result.Good(String signer) -> signer;
      case Result.Bad(String why) -> throw refusal(commit, why);
    };
  }

  private Result result(SignedCommit signed) throws IOException, StepFailed {
    Optional<Path> ssh = source.policy().signatures().allowedSigners();
    Optional<Path> openpgp = source.policy().signatures().openpgpKeys();
    return switch (signed.format()) {
      case SSH ->
          ssh.isEmpty()
              ? new Result.Bad("is signed with an ssh key, and no allowed-signers-file is set")
              : new SshSignatures(readable(ssh.get(), "allowed-signers-file")).judge(signed);
      case OPENPGP ->
          openpgp.isEmpty()
              ? new Result.Bad("is signed with OpenPGP, and no openpgp-keys-file is set")
              : new OpenPgpSignatures(readable(openpgp.get(), "openpgp-keys-file")).judge(signed);
      case OTHER -> new Result.Bad("is signed in a way that is neither ssh nor OpenPGP");
    };
  }

  /// The libraries read these files whole, whatever they are. What is wrong with one is this
  /// host's: nobody has judged the content then.
  private Path readable(Path file, String setting) throws StepFailed {
    try {
      byte[] _ = RegularFile.bytes(file, LARGEST);
      return file;
    } catch (IOException e) {
      throw StepFailed.operator(
          Step.CHECK,
          "the signers' file " + file + " can't be read" + why(e),
          "correct " + source.setting("signatures.") + setting);
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> ": it does not exist";
      case AccessDeniedException _ -> " by user " + System.getProperty("user.name");
      default -> ": " + Messages.of(e);
    };
  }

  private StepFailed refusal(RevCommit commit, String why) {
    SourceCommit seen = Commits.read(commit);
    return StepFailed.newCommit(
        Step.JUDGE,
        "the commit %s by %s (\"%s\") %s"
            .formatted(commit.abbreviate(10).name(), seen.author().name(), seen.subject(), why),
        "push it signed by somebody on the list (git commit -S), or add the signer to the signers'"
            + " file of "
            + source.setting("signatures"));
  }
}
