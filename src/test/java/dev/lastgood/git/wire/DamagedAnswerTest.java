// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Mutation;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of real answers that are cut off, changed, or without end.
final class DamagedAnswerTest {
  private static final Bounds BOUNDS = new Bounds(100, 1 << 20, 4 << 20);
  private static final int MUTATIONS = 20_000;

  @TempDir private Path directory;
  private byte[] refs = {};
  private byte[] greeting = {};
  private byte[] oldGreeting = {};
  private byte[] pack = {};
  private final Set<ObjectId> sound = new HashSet<>();

  @BeforeEach
  void has_answers() throws IOException {
    IsolatedSystem.install();
    GitOrigin origin = GitOrigin.create(directory).configure("uploadpack.allowFilter", "true");
    origin.commit("master", "a", "one\n");
    origin.commit("master2", "b", "two\n");
    StockServer server = StockServer.of(origin);
    ObjectId tip = ObjectId.fromString(origin.commit("master", "a", "three\n"));
    refs = server.answer(LsRefs.request("refs/heads/master"));
    greeting = server.greeting("version=2");
    oldGreeting = server.greeting("");
    Fetch fetch = new Fetch(List.of(tip), Optional.empty(), Optional.of(1), Optional.empty());
    pack = server.answer(fetch.request());
    for (GitObject object : Fetch.read(in(pack), BOUNDS).objects()) {
      sound.add(object.id());
    }
    assertThat(sound).hasSize(3);
  }

  /// Reads an answer.
  private interface Reading {
    Object of(InputStream answer) throws IOException;
  }

  /// An answer, how much of it is read, and by what.
  @SuppressWarnings("ArrayRecordComponent") // bytes of a test, never compared
  private record Sample(byte[] answer, int end, Reading reading) {
    Sample(byte[] answer, Reading reading) {
      this(answer, answer.length, reading);
    }
  }

  private List<Sample> samples() {
    String text = new String(oldGreeting, ISO_8859_1);
    int firstRefEnds = text.indexOf('\n', text.indexOf(" HEAD"));
    return List.of(
        new Sample(refs, answer -> LsRefs.named("refs/heads/master", answer)),
        new Sample(greeting, Capabilities::read),
        new Sample(oldGreeting, firstRefEnds, Capabilities::read),
        new Sample(pack, this::fetched));
  }

  private Object fetched(InputStream answer) throws IOException {
    List<GitObject> objects = Fetch.read(answer, BOUNDS).objects();
    assertThat(objects).extracting(GitObject::id).isSubsetOf(sound);
    return objects;
  }

  @Test
  void refuses_answers_that_end_anywhere_before_their_end() {
    for (Sample each : samples()) {
      for (int length = 0; length < each.end(); length++) {
        byte[] cut = Arrays.copyOf(each.answer(), length);
        String what = "cut at " + length;
        assertThat(refusal(each.reading(), cut, what)).as(what).isPresent();
      }
      assertThat(refusal(each.reading(), each.answer(), "whole")).isEmpty();
    }
  }

  @Test
  void survives_random_changes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (Sample each : samples()) {
      for (int i = 0; i < MUTATIONS / 4; i++) {
        byte[] changed = Mutation.of(each.answer(), random);
        refusal(each.reading(), changed, "seed " + seed + ", mutation " + i);
      }
    }
  }

  private static Optional<IOException> refusal(Reading reading, byte[] answer, String what) {
    try {
      reading.of(in(answer));
      return Optional.empty();
    } catch (ProtocolException
        | EOFException
        | CorruptObjectException
        | TooLargeObjectInPackException
        | PackTooBigException documented) {
      return Optional.of(documented);
    } catch (IOException | RuntimeException | Error other) {
      throw new AssertionError(what, other);
    }
  }

  @Test
  void survives_answers_without_end_in_a_heap_of_32_mib() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String printed =
        Tool.run(
            directory,
            java,
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            EndlessAnswers.class.getName());

    assertThat(printed.lines())
        .containsExactly(
            "refs EnoughException",
            "first-refs read 10000",
            "capabilities ProtocolException",
            "sections EnoughException",
            "section EnoughException",
            "boundary ProtocolException",
            "progress EnoughException",
            "nothing EnoughException",
            "behind EnoughException");
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
