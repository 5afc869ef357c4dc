// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// A program for a JVM with a small heap: reads answers that never end, until the stream is cut off
/// after more bytes than the heap has, and prints how it fared: `<answer> <exception>`.
final class EndlessAnswers {
  private static final Bounds BOUNDS = new Bounds(20_000, 4 << 20, 8 << 20);
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";
  private static final long CUT = 48 << 20;

  private EndlessAnswers() {}

  /// Thrown where a real stream's owner has enough.
  private static final class EnoughException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// Reads an answer.
  private interface Reading {
    Object of(InputStream answer) throws IOException;
  }

  static void main() {
    Reading fetch = answer -> Fetch.read(answer, BOUNDS);
    Reading ref = answer -> LsRefs.named("refs/heads/master", answer);
    Reading refs = answer -> "read " + LsRefs.first(10_000, answer).size();
    Answer line = Answer.lines(ID + " refs/heads/" + "x".repeat(400));
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("refs", () -> tell(ref, new Answer(), line));
    all.put("first-refs", () -> tell(refs, new Answer(), line));
    Answer version = Answer.lines("version 2");
    all.put("capabilities", () -> tell(Capabilities::read, version, Answer.lines("a=b")));
    all.put("sections", () -> tell(fetch, new Answer(), Answer.lines("x").delimiter()));
    all.put("section", () -> tell(fetch, Answer.lines("x"), line));
    Answer boundary = Answer.lines("shallow-info");
    all.put("boundary", () -> tell(fetch, boundary, Answer.lines("unshallow " + ID)));
    Answer pack = Answer.lines("packfile");
    all.put("progress", () -> tell(fetch, pack, new Answer().band(2, new byte[60_000])));
    all.put("nothing", () -> tell(fetch, pack, new Answer().band(1, new byte[0])));
    all.put("behind", () -> tell(fetch, emptyPack(), new Answer().band(1, new byte[60_000])));
    all.forEach((name, run) -> {
      System.out.print(name + " ");
      run.run();
    });
  }

  private static void tell(Reading reading, Answer beginning, Answer rest) {
    String result;
    try {
      result = reading.of(new Endless(beginning.bytes(), rest.bytes())).toString();
    } catch (IOException | RuntimeException | Error e) {
      result = e.getClass().getSimpleName();
    }
    System.out.println(result);
  }

  private static Answer emptyPack() {
    String pack = "5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e";
    return Answer.lines("packfile").band(1, HexFormat.of().parseHex(pack));
  }

  /// A beginning, and the same rest over and over.
  private static final class Endless extends InputStream {
    private final byte[] rest;
    private InputStream now;
    private long given;

    Endless(byte[] beginning, byte[] rest) {
      this.now = new ByteArrayInputStream(beginning);
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = now.read(into, offset, length);
      if (count < 0) {
        now = new ByteArrayInputStream(rest);
        count = now.read(into, offset, length);
      }
      given += count;
      if (given > CUT) {
        throw new EnoughException();
      }
      return count;
    }
  }
}
