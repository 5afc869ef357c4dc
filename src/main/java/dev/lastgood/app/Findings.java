// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import java.util.ArrayList;
import java.util.List;

/// What a diagnosis found, in the order it looked. Whatever is not fine comes with its fix.
public final class Findings {
  private final List<Finding> all = new ArrayList<>();

  public void fine(String subject, String message) {
    all.add(new Finding(Severity.FINE, subject, message, ""));
  }

  public void notice(String subject, String message, String fix) {
    all.add(new Finding(Severity.NOTICE, subject, message, fix));
  }

  public void wrong(String subject, String message, String fix) {
    all.add(new Finding(Severity.WRONG, subject, message, fix));
  }

  public void wrong(String subject, Failure failure) {
    wrong(subject, failure.message(), failure.hint());
  }

  public List<Finding> all() {
    return List.copyOf(all);
  }

  public boolean isAnyWrong() {
    return all.stream().anyMatch(finding -> finding.severity() == Severity.WRONG);
  }
}
