// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Auth;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Examines a source: its secrets, its server, its branch and the paths on it.
///
/// @param host reads the secrets
/// @param alone whether no pass runs beside this, so that paths may be read
record SourceExamination(Mirror mirror, HostInspection host, Findings findings, boolean alone) {

  void examine(Source source, List<Target> targets) {
    String subject = "source " + source.name();
    switch (source.access().auth()) {
      case Auth.Anonymous() -> findings.fine(subject, source.url() + ", without credentials");
      case Auth.Token(_, Path file) -> token(subject, file);
      case Auth.SshKey(Path key, Path hosts) -> {
        secret(subject, key);
        readable(subject, hosts);
      }
    }
    source.access().caFile().ifPresent(file -> readable(subject, file));
    findings.examine(subject, () -> branch(subject, source, targets));
    mirror.manner(source).ifPresent(manner -> findings.fine(subject, "is read " + manner));
  }

  private void branch(String subject, Source source, List<Target> targets) throws StepFailed {
    Mirror.Tip tip = mirror.look(source);
    findings.fine(
        subject,
        source.url() + " answers: " + tip.branch() + " is at " + tip.commit().abbreviated());
    for (Target target : alone ? targets : List.<Target>of()) {
      String path = "target " + target.name();
      findings.examine(
          path,
          () -> {
            Mirror.Found found = mirror.locate(source, tip, target.path());
            findings.fine(path, target.path() + " is there, blob " + found.blob().abbreviated());
          });
    }
  }

  private void token(String subject, Path file) {
    Optional<String> text = secret(subject, file).map(String::strip);
    if (text.isEmpty()) {
      return;
    }
    if (text.get().isEmpty()) {
      findings.wrong(subject, file + " is empty", "put the token into it");
    } else if (text.get().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      findings.wrong(
          subject,
          file + " holds white space or other odd characters within the token",
          "write the token alone: printf %s TOKEN > " + file);
    } else {
      findings.fine(subject, "the token in " + file + " can be read");
    }
  }

  private Optional<String> secret(String subject, Path file) {
    return new FileExamination(host, findings).secret(subject, file);
  }

  private void readable(String subject, Path file) {
    Optional<String> _ = new FileExamination(host, findings).readable(subject, file);
  }
}
