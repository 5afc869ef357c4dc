// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.http.FieldTests;
import dev.lastgood.http.HeaderUnusable;
import dev.lastgood.http.HttpCall;
import dev.lastgood.http.HttpReply;
import dev.lastgood.http.JsonAnswer;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks.Subject;
import dev.lastgood.text.Harmless;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service's word, asked over HTTP.
///
/// An answer with another status than the wanted one, and none at all, say nothing about the
/// content. What the service says of the live file as well is no fault of the candidate's, where
/// only what is new counts.
final class HttpCheck {
  private static final Verdicts HTTP = new Verdicts("http");

  /// Of an answer: one finding for each table and query, at a few hundred bytes.
  private static final int LARGEST = 8 * 1024 * 1024;

  private static final int SHOWN = 5;

  private static final Pattern PLACE = Pattern.compile("\\{file(:json)?}");

  private final CheckSpec.Http spec;

  private HttpCheck(CheckSpec.Http spec) {
    this.spec = spec;
  }

  static Verdict judge(CheckSpec.Http spec, Subject subject) {
    return new HttpCheck(spec).judge(subject);
  }

  /// Whether it could be asked, as far as that is this host's matter.
  static Verdict readiness(CheckSpec.Http spec) {
    HttpCheck check = new HttpCheck(spec);
    try {
      HttpCall.requireReady(spec.request());
      return HTTP.passed(check.endpoint() + " can be asked");
    } catch (HeaderUnusable e) {
      return check.unavailable(e.reason());
    }
  }

  private Verdict judge(Subject subject) {
    return switch (ask(subject.content())) {
      case Said.Nobody(String why) ->
          spec.demands().passesUnasked() ? unasked(why) : unavailable(why);
      case Said.Nothing(String why) -> unavailable(why);
      case Said.Denied(String why) -> denied(why);
      case Said.Json(JsonAnswer answer) -> judge(subject, answer);
    };
  }

  private Verdict judge(Subject subject, JsonAnswer answer) {
    Optional<String> complaint = FieldTests.complaint(answer, spec.demands().json());
    if (complaint.isPresent()) {
      return HTTP.refused(endpoint() + ": " + complaint.get(), "");
    }
    List<HttpFinding> findings = findings(answer);
    boolean compared = spec.demands().findings().filter(CheckSpec.Findings::onlyNew).isPresent();
    if (findings.isEmpty() || !compared || subject.previous().isEmpty()) {
      return verdict(findings, subject.content());
    }
    return switch (ask(subject.previous().get())) {
      // Findings are known by now, and whether they are new is not.
      case Said.Nobody(String why) -> unavailable(why);
      case Said.Nothing(String why) -> unavailable(why);
      case Said.Denied(String why) -> denied(why);
      case Said.Json(JsonAnswer live) -> {
        Set<String> known = new HashSet<>();
        findings(live).forEach(finding -> known.add(finding.message()));
        yield verdict(
            findings.stream().filter(one -> !known.contains(one.message())).toList(),
            subject.content());
      }
    };
  }

  private Verdict verdict(List<HttpFinding> findings, Content content) {
    if (findings.isEmpty()) {
      return HTTP.passed();
    }
    List<String> words = new ArrayList<>();
    findings.stream().limit(SHOWN).forEach(one -> words.add(one.words(content)));
    int more = findings.size() - SHOWN;
    return HTTP.refused(
        endpoint()
            + " says: "
            + String.join(" / ", words)
            + (more > 0 ? " and " + more + " more" : ""),
        "");
  }

  private List<HttpFinding> findings(JsonAnswer answer) {
    return spec.demands().findings().stream()
        .flatMap(findings -> HttpFinding.all(findings, answer))
        .distinct()
        .toList();
  }

  /// What came of asking about some content.
  private sealed interface Said {
    record Json(JsonAnswer answer) implements Said {}

    /// The service can't judge.
    record Nothing(String why) implements Said {}

    /// It does not want to.
    record Denied(String why) implements Said {}

    /// Nobody is there.
    record Nobody(String why) implements Said {}
  }

  private Said ask(Content content) {
    RequestSpec request =
        spec.request()
            .body()
            .map(body -> spec.request().withBody(filled(body, content)))
            .orElse(spec.request());
    return switch (HttpCall.ask(request, LARGEST, spec.timeout())) {
      case HttpReply.Answered answered -> said(answered);
      case HttpReply.Silent(String why) -> new Said.Nobody(why);
      case HttpReply.Lost(String why) -> new Said.Nothing(why);
      case HttpReply.Unasked(String why) -> new Said.Nothing(why);
    };
  }

  private Said said(HttpReply.Answered answered) {
    if (!spec.demands().status().contains(answered.status())) {
      return switch (answered.status()) {
        case 401, 403, 404, 405 -> new Said.Denied(answered.words());
        default -> new Said.Nothing(answered.words());
      };
    }
    return JsonAnswer.of(answered.body())
        .map(this::judged)
        .orElseGet(() -> new Said.Nothing("the answer is no JSON"));
  }

  private Said judged(JsonAnswer answer) {
    return FieldTests.culprit(answer, spec.demands().unjudged())
        .or(() -> spec.demands().findings().flatMap(it -> HttpFinding.unread(it, answer)))
        .<Said>map(Said.Nothing::new)
        .orElseGet(() -> new Said.Json(answer));
  }

  /// The file in the place that is meant for it; what stands in the file is left alone.
  private static String filled(String body, Content content) {
    return PLACE
        .matcher(body)
        .replaceAll(place -> {
          boolean quoted = place.group(1) != null;
          String text = quoted ? JsonAnswer.quoted(content.text()) : content.text();
          return Matcher.quoteReplacement(text);
        });
  }

  private Verdict unasked(String why) {
    return HTTP.passed(endpoint() + " was not asked: " + Harmless.line(why, 200));
  }

  private Verdict unavailable(String why) {
    return unavailable(
        why,
        "the next pass asks again; ask it yourself with curl, and correct the check or the"
            + " service");
  }

  private Verdict denied(String why) {
    return unavailable(
        why,
        "correct the check's url, bearer or headers in the configuration, or the token's file; the"
            + " next pass asks again");
  }

  private Verdict unavailable(String why, String hint) {
    return HTTP.unavailable(endpoint() + " could not judge: " + why, hint);
  }

  /// Without its query, which may hold a key.
  private String endpoint() {
    URI uri = spec.request().uri();
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
