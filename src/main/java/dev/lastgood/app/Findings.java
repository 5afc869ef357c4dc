// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;

/// What a diagnosis found, in the order it looked. Whatever is not fine comes with its fix.
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  /// Something that ports may complain of.
  interface Examination {
    void make() throws StepFailed;
  }

  void fine(String subject, String message) {
    all.add(new Finding(Severity.FINE, subject, message, ""));
  }

  void notice(String subject, String message, String fix) {
    all.add(new Finding(Severity.NOTICE, subject, message, fix));
  }

  void wrong(String subject, String message, String fix) {
    all.add(new Finding(Severity.WRONG, subject, message, fix));
  }

  void wrong(String subject, Failure failure) {
    wrong(subject, failure.message(), failure.hint());
  }

  /// Examines something; what a port complains of is wrong.
  void examine(String subject, Examination examination) {
    try {
      examination.make();
    } catch (StepFailed e) {
      wrong(subject, e.failure());
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
