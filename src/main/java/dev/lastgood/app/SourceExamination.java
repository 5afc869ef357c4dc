// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Examines a source: its secrets, its server, its branch and the paths on it.
public final class SourceExamination {
  private static final int LARGEST = 1 << 20;

  private final Mirror mirror;
  private final Findings findings;
  private final boolean alone;

  /// @param alone whether no pass runs beside this, so that paths may be read
  public SourceExamination(Mirror mirror, Findings findings, boolean alone) {
    this.mirror = mirror;
    this.findings = findings;
    this.alone = alone;
  }

  public void examine(Source source, List<Target> targets) {
    String subject = "source " + source.name();
    switch (source.access().auth()) {
      case Auth.Anonymous() -> findings.fine(subject, source.remote() + ", without credentials");
      case Auth.Token(_, Path file) -> token(subject, file);
      case Auth.SshKey(Path key, Path hosts) -> {
        secret(subject, key);
        readable(subject, hosts);
      }
    }
    source.access().caFile().ifPresent(file -> readable(subject, file));
    tip(subject, source).ifPresent(tip -> paths(source, tip, targets));
    mirror.manner(source).ifPresent(manner -> findings.fine(subject, "is read " + manner));
  }

  private Optional<Mirror.Tip> tip(String subject, Source source) {
    try {
      Mirror.Tip tip = mirror.look(source);
      findings.fine(
          subject,
          source.remote() + " answers: " + tip.branch() + " is at " + tip.commit().abbreviated());
      return Optional.of(tip);
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
      return Optional.empty();
    }
  }

  private void paths(Source source, Mirror.Tip tip, List<Target> targets) {
    if (!alone) {
      return;
    }
    for (Target target : targets) {
      String subject = "target " + target.name();
      try {
        Mirror.Found found = mirror.locate(source, tip, target.path());
        findings.fine(subject, target.path() + " is there, blob " + found.blob().abbreviated());
      } catch (StepFailed e) {
        findings.wrong(subject, e.failure());
      }
    }
  }

  private void token(String subject, Path file) {
    Optional<String> text = secret(subject, file);
    if (text.isEmpty()) {
      return;
    }
    String token = text.get().strip();
    if (token.isEmpty()) {
      findings.wrong(subject, file + " is empty", "put the token into it");
    } else if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      findings.wrong(
          subject,
          file + " holds white space or other odd characters within the token",
          "write the token alone: printf %s TOKEN > " + file);
    } else {
      findings.fine(subject, "the token in " + file + " can be read");
    }
  }

  private Optional<String> secret(String subject, Path file) {
    Optional<String> text = readable(subject, file);
    try {
      Set<PosixFilePermission> permissions =
          text.isPresent() ? Files.getPosixFilePermissions(file) : Set.of();
      if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
        findings.notice(subject, file + " can be read by everybody", "chmod o-r " + file);
      }
    } catch (IOException _) {
      return text; // it could be read: its permissions are a refinement only
    }
    return text;
  }

  private Optional<String> readable(String subject, Path file) {
    try {
      return Optional.of(new String(RegularFile.bytes(file, LARGEST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      findings.wrong(
          subject,
          file + " can't be read: " + IoReason.of(e),
          "check the path and its permissions: ls -l " + file);
      return Optional.empty();
    }
  }
}
