// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.http.HeaderUnusable;
import dev.lastgood.http.HttpCall;
import dev.lastgood.http.HttpReply;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.time.Duration;

/// One HTTP request and the judgement of its answer.
final class HttpQuestion {
  /// Of an answer that says how somebody is.
  private static final int LARGEST_BODY = 64 * 1024;

  /// Of an answer that has the file in it, twice, and all that is to be said of it.
  private static final int LARGEST_CONTENT = 8 * 1024 * 1024;

  private HttpQuestion() {}

  /// Asks.
  ///
  /// @param file what the service is to hold
  static Answer ask(ProbeSpec.Http question, Path file, Duration timeout) {
    return switch (HttpCall.ask(question.request(), largest(question.expect()), timeout)) {
      case HttpReply.Answered answered -> new HttpExpectation(question, file).judge(answered);
      case HttpReply.Silent(String why) -> Answer.silent(why);
      case HttpReply.Lost(String why) -> Answer.red(why);
      case HttpReply.Unasked(String why) -> Answer.red(why);
    };
  }

  static void requireReady(ProbeSpec.Http question) throws StepFailed {
    try {
      HttpCall.requireReady(question.request());
    } catch (HeaderUnusable e) {
      throw StepFailed.operator(
          Step.PROVE,
          "the service can't be asked: " + e.reason(),
          "correct its headers or bearer in the configuration, or the file that they name");
    }
  }

  /// The body is read only when something is asked of it.
  private static int largest(ProbeSpec.Expect expect) {
    if (!expect.holds().isEmpty()) {
      return LARGEST_CONTENT;
    }
    return expect.isOfBody() ? LARGEST_BODY : 0;
  }
}
