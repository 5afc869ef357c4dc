// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.http.FieldTests;
import dev.lastgood.http.JsonAnswer;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import java.util.Optional;
import java.util.stream.Stream;

/// One thing that a service has found in a file.
///
/// @param message all of it, which tells it from another
/// @param said its first line, for people
/// @param offset of the place in the file, in characters
record HttpFinding(String message, String said, Optional<Integer> offset) {
  /// Those that refuse the file.
  static Stream<HttpFinding> all(CheckSpec.Findings findings, JsonAnswer answer) {
    return answer.at(findings.at()).stream()
        .filter(one -> findings.refused().stream().anyMatch(it -> FieldTests.fits(one, it)))
        .map(one -> of(findings, one));
  }

  /// Why what was found can't be read: where a list of it is looked for is something else. That
  /// there is nothing at all means that nothing was found.
  static Optional<String> unread(CheckSpec.Findings findings, JsonAnswer answer) {
    String list = findings.at().replaceFirst("(\\[\\*]|\\.\\*)$", "");
    return list.equals(findings.at())
        ? Optional.empty()
        : answer.one(list).filter(JsonAnswer::isSingle).map(_ -> list + " is no list");
  }

  private static HttpFinding of(CheckSpec.Findings findings, JsonAnswer one) {
    Optional<Integer> offset =
        findings
            .offset()
            .flatMap(one::one)
            .map(JsonAnswer::text)
            .filter(text -> text.matches("[0-9]{1,8}"))
            .map(Integer::valueOf);
    return new HttpFinding(FieldTests.message(one), FieldTests.said(one), offset);
  }

  String words(Content content) {
    String text = content.text();
    return said
        + offset
            .filter(at -> at <= text.length())
            .map(at -> " (line " + line(text, at) + ", column " + column(text, at) + ")")
            .orElse("");
  }

  private static long line(String text, int at) {
    return text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  private static int column(String text, int at) {
    return at - text.lastIndexOf('\n', at - 1);
  }
}
