// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import java.time.Duration;

/// One question to the service.
public interface Probe {
  /// Whether the question could be asked, whatever the answer would be, as far as that can be
  /// known: its program is there, its secrets can be read. Asks the service nothing.
  ///
  /// @throws StepFailed with remedy operator when something stands in the way
  void requireReady(ProbeSpec.Question question) throws StepFailed;

  /// Takes one sample. Never throws: no answer is a red sample that says why.
  ///
  /// @param timeout how long the answer may take
  Answer ask(ProbeSpec.Question question, Duration timeout, CommandEnvironment environment);

  /// The same, for whom its colour is enough.
  default Sample sample(
      ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    return ask(question, timeout, environment).sample();
  }

  /// What came of a question.
  record Answer(Sample sample, Kind kind) {
    /// An answer that says no more than its colour.
    public static Answer of(Sample sample) {
      return new Answer(sample, sample.green() ? Kind.GREEN : Kind.RED);
    }
  }

  /// What an answer means for those that come later.
  enum Kind {
    GREEN,
    /// A later one may be green.
    RED,
    /// The service will not answer this question as it is asked, by its status: credentials and
    /// addresses are an operator's to mend, where new content does not bring them.
    DENIED,
    /// It was shown a credential, and does not take it.
    REJECTED,
    /// It has something else than the file: it does not read it, or has not read it yet.
    OTHER_CONTENT,
    /// No later one will be green on the same content.
    FINAL,
    /// Nobody listens where it was asked.
    SILENT
  }
}
