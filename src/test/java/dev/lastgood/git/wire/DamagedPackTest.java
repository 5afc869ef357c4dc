// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.testkit.Mutation;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What becomes of a pack that is cut off or changed: an exception of those that are documented, or
/// objects whose ids are those of their bytes.
final class DamagedPackTest {
  private static final Bounds BOUNDS = new Bounds(100, 1 << 20, 4 << 20);
  private static final int MUTATIONS = 40_000;

  @BeforeAll
  static void keeps_jgit_quiet() {
    IsolatedSystem.install();
  }

  @Test
  void refuses_a_pack_that_ends_anywhere_before_its_end() {
    byte[] pack = pack();
    for (int length = 0; length < pack.length; length++) {
      Optional<IOException> refusal = refusal(Arrays.copyOf(pack, length), "cut at " + length);
      assertThat(refusal).as("cut at %s", length).containsInstanceOf(EOFException.class);
    }
    assertThat(refusal(pack, "whole")).isEmpty();
  }

  @Test
  void refuses_every_change_of_a_byte() {
    byte[] pack = pack();
    for (int at = 0; at < pack.length; at++) {
      for (int flip : flips()) {
        byte[] changed = pack.clone();
        changed[at] ^= (byte) flip;
        assertThat(refusal(changed, at + " ^ " + flip)).as("%s ^ %s", at, flip).isPresent();
      }
    }
  }

  @Test
  void takes_no_object_for_another_when_a_byte_changes_and_the_checksum_with_it() {
    byte[] pack = pack();
    int accepted = 0;
    for (int at = 0; at < pack.length - 20; at++) {
      for (int flip : flips()) {
        byte[] changed = pack.clone();
        changed[at] ^= (byte) flip;
        if (refusal(HandmadePack.resealed(changed), at + " ^ " + flip).isEmpty()) {
          accepted++;
        }
      }
    }
    assertThat(accepted).as("changes that make another sound pack").isPositive();
  }

  @Test
  void survives_random_changes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] pack = pack();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = Mutation.of(pack, random);
      String what = "seed " + seed + ", mutation " + i;
      refusal(random.nextBoolean() ? HandmadePack.resealed(changed) : changed, what);
    }
  }

  private static int[] flips() {
    return new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255};
  }

  /// Reads, and looks at the ids of what comes.
  private static Optional<IOException> refusal(byte[] pack, String what) {
    try {
      for (GitObject object : PackReader.read(new ByteArrayInputStream(pack), BOUNDS)) {
        assertThat(object.id()).as(what).isEqualTo(hash(object));
      }
      return Optional.empty();
    } catch (CorruptObjectException
        | TooLargeObjectInPackException
        | PackTooBigException
        | EOFException documented) {
      return Optional.of(documented);
    } catch (IOException | RuntimeException | Error other) {
      throw new AssertionError(what, other);
    }
  }

  private static ObjectId hash(GitObject object) {
    byte[] bytes = object.bytes();
    String header = StockRepository.kind(object) + " " + bytes.length + "\0";
    return ObjectId.fromRaw(
        Constants.newMessageDigest().digest(HandmadePack.joined(header.getBytes(US_ASCII), bytes)));
  }

  /// One of everything, in a few hundred bytes.
  private static byte[] pack() {
    byte[] text = "rules: one, two, three, four, five, six\n".getBytes(UTF_8);
    HandmadePack pack = new HandmadePack();
    long blob = pack.offset();
    pack.object(ObjectType.BLOB, text);
    pack.object(ObjectType.TREE, new byte[0]);
    pack.object(ObjectType.TAG, "object of desire\n".getBytes(UTF_8));
    long delta = pack.offset();
    pack.ofsDelta(blob, HandmadePack.copies(40, 2));
    pack.ofsDelta(delta, HandmadePack.copies(80, 2));
    pack.refDelta(id(HandmadePack.joined(text, text, text)), HandmadePack.copies(120, 2));
    pack.refDelta(id(text), HandmadePack.copies(40, 3));
    byte[] edit =
        HandmadePack.joined(
            HandmadePack.size(40),
            HandmadePack.size(35),
            HandmadePack.copy(7, 30),
            new byte[] {5, 'z', 'e', 'r', 'o', '\n'});
    return pack.ofsDelta(blob, edit).object(ObjectType.COMMIT, new byte[300]).bytes();
  }

  private static ObjectId id(byte[] blob) {
    try {
      return GitObject.of(ObjectType.BLOB, blob).id();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_pack_that_is_damaged_here_is_sound() throws IOException {
    List<GitObject> objects = PackReader.read(new ByteArrayInputStream(pack()), BOUNDS);

    assertThat(objects).hasSize(9);
    assertThat(objects).extracting(object -> object.bytes().length).contains(240, 160, 35);
  }
}
