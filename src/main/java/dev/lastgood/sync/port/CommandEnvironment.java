// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What external commands are told about the pass they are part of.
///
/// @param file the file in question: a copy of the candidate for a check, the destination otherwise
/// @param commit the source commit of that file, when it came from one
/// @param previousFile where the previous bytes are, when they are kept
/// @param previousCommit the commit that was live before
public record CommandEnvironment(
    TargetName target,
    Path file,
    Optional<CommitId> commit,
    Optional<Path> previousFile,
    Optional<CommitId> previousCommit) {
  /// What is told about content that is live.
  public static CommandEnvironment live(Target target, Live live) {
    return new CommandEnvironment(
        target.name(), target.place().path(), live.origin(), Optional.empty(), Optional.empty());
  }

  /// The same about another file.
  public CommandEnvironment of(Path other) {
    return new CommandEnvironment(target, other, commit, previousFile, previousCommit);
  }

  /// The variables of the contract: `LASTGOOD_TARGET`, `LASTGOOD_FILE` and, where they are known,
  /// `LASTGOOD_COMMIT`, `LASTGOOD_PREVIOUS_FILE`, `LASTGOOD_PREVIOUS_COMMIT`.
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("LASTGOOD_TARGET", target.value());
    variables.put("LASTGOOD_FILE", file.toString());
    commit.ifPresent(id -> variables.put("LASTGOOD_COMMIT", id.hex()));
    previousFile.ifPresent(path -> variables.put("LASTGOOD_PREVIOUS_FILE", path.toString()));
    previousCommit.ifPresent(id -> variables.put("LASTGOOD_PREVIOUS_COMMIT", id.hex()));
    return variables;
  }
}
