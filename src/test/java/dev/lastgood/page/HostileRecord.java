// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lastgood.ledger.PackedLedger;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Order;
import dev.lastgood.model.Person;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A record in which everything that others write wants to be run, or to be taken for something
/// else.
final class HostileRecord {
  /// What must be shown and not be obeyed. Each would open a dialog.
  static final List<String> PAYLOADS =
      List.of(
          "<script>alert(1)</script>",
          "</script><script>alert(2)</script>",
          "\"><img src=x onerror=alert(3)>",
          "' autofocus onfocus='alert(4)",
          "<svg/onload=alert(5)>",
          "<iframe srcdoc=\"<script>parent.alert(6)</script>\"></iframe>",
          "<a href=\"javascript:alert(7)\">look</a>",
          "</textarea></template></style></title><script>alert(8)</script>",
          "<!--<script>alert(9)//-->",
          "]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(10)</x:script>",
          "&lt;b&gt; &amp;amp; &#60;script&#62;",
          "<base href=http://127.0.0.1:9/><meta http-equiv=refresh content='0;url=//127.0.0.1:9'>",
          "${alert(11)} {{alert(12)}} `alert(13)` \\u003cscript\\u003e",
          "<form action=//127.0.0.1:9><button id=search name=innerText>__proto__ constructor");

  /// A right-to-left override, an escape sequence, a bell, a line separator, a byte order mark.
  static final String CONTROLS =
      "a\u202Egnp.exe \u001B[31mred\u001B[0m \u0007 \u2028 \uFEFF|\u0000|";

  private static final int LONG = 200_000;
  private static final int MEBIBYTE = 1 << 20;

  private HostileRecord() {}

  /// Writes it into a state directory.
  ///
  /// @return its entries, oldest first
  static List<Entry> write(Path state) throws IOException {
    try (PackedLedger ledger = new PackedLedger(state)) {
      TargetRecord record = record(ledger);
      everywhere(record, CONTROLS);
      record.deploys(merge("one long line", "x<i>".repeat(LONG / 4) + "\n"));
      record.deploys(merge("a long file", "all of it, <b>line</b> by line\n".repeat(33_825)));
      record.deploys(merge("no text", new String(bytes(), ISO_8859_1)));
      record.deploys(merge("s".repeat(LONG), "after: the binary\n"));
      record.deploys(merge("", "an: empty subject\n"));
      record.deploys(merge(String.join(" ", PAYLOADS), "the: end\n"));
      return record.entries();
    }
  }

  /// Writes the beginning of it, and then what is as harmless as it looks.
  static void writeBehind(Path state, int harmless) throws IOException {
    try (PackedLedger ledger = new PackedLedger(state)) {
      TargetRecord record = record(ledger);
      for (int i = 0; i < harmless; i++) {
        record.deploys(merge("harmless", "number: " + i + "\n"));
      }
    }
  }

  private static TargetRecord record(PackedLedger ledger) throws IOException {
    TargetRecord record =
        new TargetRecord(ledger, "powersync", Instant.parse("2026-11-21T08:14:15Z"));
    record.deploys(merge("harmless", "first: line\n"));
    for (String payload : PAYLOADS) {
      everywhere(record.after(Duration.ofMinutes(9)), payload);
    }
    return record;
  }

  private static void everywhere(TargetRecord record, String payload) throws IOException {
    record.by(new Actor("A " + payload, "H " + payload));
    Failure failure = Failure.newCommit(Step.CHECK, "why: " + payload, "do: " + payload);
    record.deploys(merge(payload, "live: " + payload + "\n").changing("what: " + payload));
    record.refuses(merge(payload + " again", "bad: " + payload + "\n"), failure);
    record.rollsBack(merge(payload + " and again", "ill: " + payload + "\n"), failure);
    record.orders(new Order.Pause(payload));
  }

  private static Merge merge(String text, String content) {
    Person author = new Person("N " + text, text + "@example.org");
    return Merge.of(text, author, content).signedBy("S " + text);
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[MEBIBYTE / 16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
