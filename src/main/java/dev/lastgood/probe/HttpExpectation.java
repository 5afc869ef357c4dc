// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.file.RegularFile;
import dev.lastgood.http.FieldTests;
import dev.lastgood.http.HttpReply;
import dev.lastgood.http.JsonAnswer;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.Gate;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.ProbeSpec.Expect;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.Probe.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether an HTTP answer is the expected one.
///
/// @param question what was asked
/// @param file what the service is to hold
record HttpExpectation(ProbeSpec.Http question, Path file) {
  Answer judge(HttpReply.Answered answered) {
    Expect expect = expect();
    if (!expect.status().contains(answered.status())) {
      return new Answer(kind(answered.status()), answered.words(), Optional.empty());
    }
    if (!expect.isOfBody()) {
      return new Answer(Kind.GREEN, answered.words(), Optional.empty());
    }
    String status = Integer.toString(answered.status());
    return JsonAnswer.of(answered.body())
        .map(body -> held(status, body).with(FieldTests.told(body, expect.tell())))
        .orElseGet(() -> Answer.red(status + " but the answer is no JSON"));
  }

  private Expect expect() {
    return question.expect();
  }

  private Kind kind(int unexpected) {
    return switch (unexpected) {
      case 401, 403 -> question.request().hasCredential() ? Kind.REJECTED : Kind.DENIED;
      case 404, 405 -> Kind.DENIED;
      default -> Kind.RED;
    };
  }

  private Answer held(String status, JsonAnswer body) {
    Expect expect = expect();
    if (expect.holds().isEmpty()) {
      return judge(status, body, expect);
    }
    byte[] bytes;
    try {
      bytes = RegularFile.bytes(file, Gate.LARGEST);
    } catch (IOException e) {
      return Answer.red(file + " can't be read: " + e.getMessage());
    }
    for (String path : expect.holds()) {
      Optional<JsonAnswer> text = body.one(path);
      if (text.filter(one -> Arrays.equals(one.text().getBytes(UTF_8), bytes)).isPresent()) {
        return judge(
            status + ", holds the file", body, below(path.substring(0, path.lastIndexOf('.') + 1)));
      }
    }
    boolean says = expect.holds().stream().anyMatch(path -> body.one(path).isPresent());
    return says
        ? new Answer(
            Kind.OTHER_CONTENT,
            status + " but the service holds other bytes than the file: " + held(body),
            Optional.empty())
        : Answer.red(status + " but the service does not say what it holds: " + held(body));
  }

  private String held(JsonAnswer body) {
    List<String> held = new ArrayList<>();
    for (String path : expect().holds()) {
      held.add(
          body.one(path)
              .map(one -> path + " has " + one.text().getBytes(UTF_8).length + " bytes")
              .orElse("has no " + path));
    }
    return String.join(", ", held);
  }

  /// The same, of the object that was found to hold the file.
  private Expect below(String holder) {
    Expect expect = expect();
    return new Expect(
        expect.status(),
        below(holder, expect.json()),
        expect.advancing(),
        expect.holds(),
        below(holder, expect.finals()),
        expect.tell());
  }

  private static Map<String, FieldTest> below(String holder, Map<String, FieldTest> tests) {
    Map<String, FieldTest> below = new LinkedHashMap<>();
    tests.forEach((path, test) -> below.put(path.replace(Expect.HOLDER + ".", holder), test));
    return below;
  }

  private static Answer judge(String status, JsonAnswer body, Expect expect) {
    Optional<String> end = FieldTests.culprit(body, expect.finals());
    if (end.isPresent()) {
      return new Answer(Kind.FINAL, status + " but " + end.get(), Optional.empty());
    }
    Optional<String> advancing = expect.advancing().flatMap(body::one).map(JsonAnswer::text);
    Optional<String> complaint = FieldTests.complaint(body, expect.json());
    if (complaint.isPresent()) {
      return new Answer(Kind.RED, status + " but " + complaint.get(), advancing);
    }
    if (expect.advancing().isPresent() && advancing.isEmpty()) {
      return Answer.red(status + " but has no " + expect.advancing().get());
    }
    return new Answer(Kind.GREEN, status + seen(expect), advancing);
  }

  private static String seen(Expect expect) {
    StringBuilder seen = new StringBuilder();
    new TreeMap<>(expect.json())
        .forEach((path, test) -> {
          switch (test) {
            case FieldTest.Equal(String value) ->
                seen.append(", ").append(path).append("=").append(value);
            case FieldTest.NoneEqual _,
                FieldTest.Contain _,
                FieldTest.Absent _,
                FieldTest.Empty _,
                FieldTest.Some _,
                FieldTest.None _ -> {}
          }
        });
    return seen.toString();
  }
}
