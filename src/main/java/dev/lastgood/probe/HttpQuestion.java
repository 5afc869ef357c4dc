// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.http.HeaderUnusable;
import dev.lastgood.http.HttpCall;
import dev.lastgood.http.HttpReply;
import dev.lastgood.model.Gate;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// One HTTP request and the judgement of its answer.
final class HttpQuestion {
  /// Of an answer that says how somebody is.
  private static final int LARGEST_BODY = 64 * 1024;

  /// Of one with lists in it: for each table of a database, say, a few hundred bytes.
  private static final int LARGEST_LISTS = 8 * 1024 * 1024;

  /// How often it may have the file in it: twice, each character escaped.
  private static final int COPIES = 4;

  private HttpQuestion() {}

  /// Asks.
  ///
  /// @param file what the service is to hold
  static Answer ask(ProbeSpec.Http question, Path file, Duration timeout) {
    return switch (HttpCall.ask(question.request(), largest(question.expect(), file), timeout)) {
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
  private static long largest(ProbeSpec.Expect expect, Path file) {
    if (!expect.isOfBody()) {
      return 0;
    }
    if (expect.holds().isEmpty()) {
      return expect.isOfLists() ? LARGEST_LISTS : LARGEST_BODY;
    }
    return LARGEST_LISTS + COPIES * size(file);
  }

  /// What can't be read is told when it is compared.
  private static long size(Path file) {
    try {
      return Math.min(Files.size(file), Gate.LARGEST);
    } catch (IOException _) {
      return 0;
    }
  }
}
