// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;

/// Commits as the record needs them.
public final class Commits {
  /// Bytes of a message that are kept as they are.
  private static final int LONGEST_MESSAGE = 16 * 1024;

  private static final int LONGEST_NAME = 300;

  /// After the address: seconds since 1970, then a time zone, which says nothing about when.
  private static final Pattern DATE = Pattern.compile("> *(-?[0-9]{1,18})( [^>]*)?$");

  /// The first second of year 1 and the last of 9999: what is written with a year of four digits.
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  /// Far more than any merge has; what is done for a commit is done for each of its parents.
  private static final int MOST_PARENTS = 1_000;

  private static final byte[] PARENT = "parent ".getBytes(StandardCharsets.US_ASCII);
  private static final int TREE_LINE = "tree ".length() + 40 + 1;
  private static final int PARENT_LINE = PARENT.length + 40 + 1;

  private Commits() {}

  /// Its id as JGit has it.
  public static ObjectId id(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }

  /// A commit of these bytes.
  ///
  /// @throws ExchangeFailed when it has so many parents that they could only be there to be counted
  public static RevCommit parse(byte[] bytes) throws ExchangeFailed {
    int parents = 0;
    for (int at = TREE_LINE; isParent(bytes, at); at += PARENT_LINE) {
      if (++parents > MOST_PARENTS) {
        throw ExchangeFailed.newCommit(
            "a commit on the branch names more than " + MOST_PARENTS + " parents",
            "rewrite that merge; git log --format='%h %p' shows it");
      }
    }
    return RevCommit.parse(bytes);
  }

  private static boolean isParent(byte[] bytes, int at) {
    int end = at + PARENT.length;
    return end <= bytes.length && Arrays.equals(bytes, at, end, PARENT, 0, PARENT.length);
  }

  /// What a parsed commit says; what can't be read in it is empty.
  public static SourceCommit read(RevCommit commit) {
    String author = line(commit, RawParseUtils.author(commit.getRawBuffer(), 0));
    Instant committed = committedAt(commit);
    return new SourceCommit(
        new CommitId(commit.name()),
        person(author),
        author.isEmpty() ? committed : date(author),
        committed,
        message(commit));
  }

  /// A message of megabytes keeps its two ends: the subject, and the trailers. Only these are
  /// decoded.
  private static String message(RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    int start = RawParseUtils.commitMessage(raw, 0);
    if (start < 0 || raw.length - start <= LONGEST_MESSAGE) {
      return commit.getFullMessage();
    }
    int end = raw.length;
    while (end > start && Character.isWhitespace(raw[end - 1])) {
      end--;
    }
    // From a line's start: a part of a line must not look like a trailer.
    int tail = RawParseUtils.nextLF(raw, Math.max(start, end - LONGEST_MESSAGE / 2));
    int head = Math.min(start + LONGEST_MESSAGE / 2, tail);
    Charset encoding = RawParseUtils.guessEncoding(raw);
    return RawParseUtils.decode(encoding, raw, start, head)
        + "\n\n[…]\n\n"
        + (tail < end ? RawParseUtils.decode(encoding, raw, tail, end) : "");
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
  }

  /// When a commit entered its history, to the second.
  static Instant committedAt(RevCommit commit) {
    return date(line(commit, RawParseUtils.committer(commit.getRawBuffer(), 0)));
  }

  /// A person with a date. Not as JGit reads it: that keeps a commit's date in 32 bits, so that one
  /// of 2040 is of 1903, and throws at an author's that no calendar has.
  ///
  /// @param start where it begins; negative when there is none
  private static String line(RevCommit commit, int start) {
    byte[] raw = commit.getRawBuffer();
    return start < 0 ? "" : RawParseUtils.decode(raw, start, RawParseUtils.nextLF(raw, start));
  }

  private static Person person(String line) {
    int open = line.indexOf('<');
    int close = line.indexOf('>', open + 1);
    return open < 0 || close < 0
        ? new Person("", "")
        : new Person(
            shortened(line.substring(0, open).strip()),
            shortened(line.substring(open + 1, close).strip()));
  }

  private static Instant date(String line) {
    Matcher date = DATE.matcher(line.strip());
    return date.find()
        ? Instant.ofEpochSecond(Math.clamp(Long.parseLong(date.group(1)), EARLIEST, LATEST))
        : Instant.EPOCH;
  }
}
