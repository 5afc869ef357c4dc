// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Tool;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FetchTest {
  private static final Bounds AMPLE = new Bounds(1000, 1 << 20, 4 << 20);
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path directory;
  private GitOrigin origin;
  private String[] commits = {};

  // master: c1 - c2 - c3
  @BeforeEach
  void has_a_history() {
    IsolatedSystem.install();
    origin = GitOrigin.create(directory).configure("uploadpack.allowFilter", "true");
    commits =
        new String[] {
          origin.commit("master", "a/rules", "one\n".repeat(100)),
          origin.commit("master", "b", "b\n"),
          origin.commit("master", "a/rules", "one\n".repeat(100) + "two\n")
        };
  }

  @Test
  void builds_the_request_byte_by_byte() {
    ObjectId id = ObjectId.fromString(ID);
    Fetch all = new Fetch(List.of(id), Optional.of(id), Optional.of(7), Optional.of("tree:0"));

    assertThat(all.request())
        .asString(UTF_8)
        .isEqualTo(
            """
            0012command=fetch
            00010010no-progress
            000eofs-delta
            0032want 0123456789abcdef0123456789abcdef01234567
            0032have 0123456789abcdef0123456789abcdef01234567
            000ddeepen 7
            0012filter tree:0
            0009done
            0000\
            """);
  }

  @Test
  void reads_a_whole_history() throws IOException {
    Fetch.Answer answer = fetch(want(commits[2], Optional.empty(), Optional.empty()));

    assertThat(answer.boundary()).isEmpty();
    assertThat(ids(answer)).containsExactlyInAnyOrder(reachable());
  }

  @Test
  void reads_one_commit_with_its_root_tree() throws IOException {
    Fetch.Answer answer = fetch(want(commits[2], Optional.of(1), Optional.of("tree:1")));

    assertThat(answer.boundary()).containsExactly(ObjectId.fromString(commits[2]));
    assertThat(ids(answer))
        .containsExactlyInAnyOrder(commits[2], origin.git("rev-parse", "master^{tree}"));
  }

  @Test
  void reads_what_comes_after_a_known_commit() throws IOException {
    Fetch request =
        new Fetch(
            List.of(ObjectId.fromString(commits[2])),
            Optional.of(ObjectId.fromString(commits[0])),
            Optional.empty(),
            Optional.of("tree:0"));

    assertThat(ids(fetch(request))).containsExactlyInAnyOrder(commits[1], commits[2]);
  }

  @Test
  void reads_as_though_nothing_was_known_when_the_server_does_not_know_it() throws IOException {
    Fetch request =
        new Fetch(
            List.of(ObjectId.fromString(commits[2])),
            Optional.of(ObjectId.fromString(ID)),
            Optional.of(2),
            Optional.of("tree:0"));

    Fetch.Answer answer = fetch(request);

    assertThat(ids(answer)).containsExactlyInAnyOrder(commits[1], commits[2]);
    assertThat(answer.boundary()).containsExactly(ObjectId.fromString(commits[1]));
  }

  @Test
  void reads_trees_and_blobs_that_are_wanted_by_their_ids() throws IOException {
    String tree = origin.git("rev-parse", "master:a");
    String blob = origin.blob("master", "a/rules");

    assertThat(ids(fetch(want(tree, Optional.empty(), Optional.of("tree:0")))))
        .containsExactly(tree);
    assertThat(fetch(want(blob, Optional.empty(), Optional.empty())).objects())
        .extracting(object -> new String(object.bytes(), UTF_8))
        .containsExactly("one\n".repeat(100) + "two\n");
  }

  @Test
  void tells_what_a_real_server_gives_up_for() {
    Fetch request = want(ID, Optional.empty(), Optional.empty());
    byte[] answer = unchecked(request);

    assertThatThrownBy(() -> Fetch.read(new Answer().raw(answer).stream(), AMPLE))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server says: upload-pack: not our ref " + ID);
  }

  @Test
  void skips_sections_that_it_did_not_ask_for() throws IOException {
    Answer answer =
        Answer.lines("acknowledgments", "ACK " + ID, "ready")
            .delimiter()
            .then(Answer.lines("shallow-info", "shallow " + ID, "unshallow " + "0".repeat(40)))
            .delimiter()
            .then(Answer.lines("wanted-refs", ID + " refs/heads/master"))
            .delimiter()
            .then(Answer.lines("something-new"))
            .delimiter()
            .then(packfile(emptyPack()))
            .flush();

    Fetch.Answer read = Fetch.read(answer.stream(), AMPLE);

    assertThat(read.objects()).isEmpty();
    assertThat(read.boundary()).containsExactly(ObjectId.fromString(ID));
  }

  @Test
  void reads_past_progress_and_to_the_end() throws IOException {
    byte[] pack = emptyPack();
    Answer answer = Answer.lines("packfile").band(2, "counting".getBytes(UTF_8));
    for (byte one : pack) {
      answer.band(1, new byte[] {one}).band(1, new byte[0]);
    }
    InputStream stream =
        answer.band(1, "behind the pack".getBytes(UTF_8)).band(2, new byte[9]).flush().stream();

    assertThat(Fetch.read(stream, AMPLE).objects()).isEmpty();
    assertThat(stream.available()).isZero();
  }

  @Test
  void holds_to_its_bounds() {
    byte[] answer = unchecked(want(origin.tip("master"), Optional.empty(), Optional.empty()));

    assertThatThrownBy(() -> read(answer, new Bounds(5, 1 << 20, 4 << 20)))
        .isInstanceOf(PackTooBigException.class);
    assertThatThrownBy(() -> read(answer, new Bounds(100, 300, 4 << 20)))
        .isInstanceOf(TooLargeObjectInPackException.class);
    assertThatThrownBy(() -> read(answer, new Bounds(100, 1 << 20, 500)))
        .isInstanceOf(PackTooBigException.class);
  }

  @Test
  void refuses_a_longer_boundary_than_there_may_be_objects() throws IOException {
    Answer two =
        Answer.lines("shallow-info", "shallow " + ID, "unshallow " + ID)
            .delimiter()
            .then(packfile(emptyPack()))
            .flush();

    assertThat(read(two.bytes(), new Bounds(2, 1, 1)).boundary()).hasSize(1);
    assertThatThrownBy(() -> read(two.bytes(), new Bounds(1, 1, 1)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("cut-off commits is malformed");
  }

  @Test
  void is_not_kept_busy_by_ids_that_share_their_hash_code() throws IOException {
    Answer answer = Answer.lines("shallow-info");
    for (int i = 0; i < 20_000; i++) {
      answer.then(Answer.lines("shallow %08x%032x".formatted(i, 0)));
    }
    byte[] bytes = answer.delimiter().then(packfile(emptyPack())).flush().bytes();
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = thread.getCurrentThreadAllocatedBytes();
    Fetch.Answer read = read(bytes, new Bounds(20_000, 1, 1));
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(read.boundary()).hasSize(20_000);
    assertThat(allocated).as("a hash table's search allocates").isLessThan(100 << 20);
  }

  @Test
  void refuses_boundaries_that_are_no_ids() {
    for (String line :
        List.of(
            "shallow",
            "shallow x",
            "shallow  " + ID,
            "shallow " + ID + " x",
            ID,
            "shallow \u0130" + ID.substring(1))) {
      refuses("malformed", Answer.lines("shallow-info", line).delimiter());
    }
  }

  @Test
  void refuses_answers_without_a_pack() {
    refuses("empty", new Answer());
    refuses("holds no pack", new Answer().flush());
    refuses("lacks a part", Answer.lines("acknowledgments", "NAK").flush());
    refuses("lacks a part", Answer.lines("shallow-info", "shallow " + ID).flush());
    refuses("not Git's", new Answer().raw("<html>"));
    refuses("the server says: no", Answer.lines("shallow-info", "ERR no"));
    refuses(
        "the server says: fatal: out of memory",
        Answer.lines("packfile").band(3, "fatal: out of memory\n".getBytes(UTF_8)));
  }

  @Test
  void refuses_an_answer_that_ends_after_the_pack_but_before_its_end() throws IOException {
    Answer answer = packfile(emptyPack());

    assertThatThrownBy(() -> read(answer.bytes(), AMPLE)).isInstanceOf(EOFException.class);
    assertThat(read(answer.flush().bytes(), AMPLE).objects()).isEmpty();
  }

  @Test
  void refuses_an_error_after_the_pack() {
    Answer answer = packfile(emptyPack()).band(3, "fatal: after all\n".getBytes(UTF_8)).flush();
    refuses("fatal: after all", answer);
  }

  @Test
  void refuses_a_changed_object() {
    byte[] answer = unchecked(want(origin.tip("master"), Optional.of(1), Optional.empty()));
    int inPack = new String(answer, ISO_8859_1).indexOf("PACK");
    answer[inPack + 40] ^= 1;

    assertThatThrownBy(() -> read(answer, AMPLE)).isInstanceOf(CorruptObjectException.class);
  }

  private byte[] emptyPack() {
    byte[] none = {};
    return Tool.bytes(directory, Map.of(), none, List.of("git", "pack-objects", "--stdout", "-q"));
  }

  private static Answer packfile(byte[] pack) {
    return Answer.lines("packfile").band(1, pack);
  }

  private static Fetch want(String id, Optional<Integer> depth, Optional<String> filter) {
    return new Fetch(List.of(ObjectId.fromString(id)), Optional.empty(), depth, filter);
  }

  private Fetch.Answer fetch(Fetch request) throws IOException {
    Fetch.Answer answer = Fetch.read(StockServer.of(origin).stream(request.request()), AMPLE);
    for (GitObject object : answer.objects()) {
      String kind = object.type().name().toLowerCase(Locale.ROOT);
      assertThat(origin.git("cat-file", "-t", object.id().name())).isEqualTo(kind);
    }
    return answer;
  }

  /// What a program answers that may end with a failure.
  private byte[] unchecked(Fetch request) {
    return Tool.bytes(
        directory,
        Map.of("GIT_PROTOCOL", "version=2"),
        request.request(),
        List.of("sh", "-c", "git upload-pack --stateless-rpc . || true"));
  }

  private String[] reachable() {
    String[] lines = origin.git("rev-list", "--objects", "master").split("\n");
    for (int i = 0; i < lines.length; i++) {
      lines[i] = lines[i].split(" ")[0];
    }
    return lines;
  }

  private static List<String> ids(Fetch.Answer answer) {
    return answer.objects().stream().map(object -> object.id().name()).toList();
  }

  private static Fetch.Answer read(byte[] answer, Bounds bounds) throws IOException {
    return Fetch.read(new Answer().raw(answer).stream(), bounds);
  }

  private static void refuses(String why, Answer answer) {
    assertThatThrownBy(() -> Fetch.read(answer.stream(), AMPLE))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  @Test
  void brings_objects_of_every_kind() throws IOException {
    origin.git(
        "-c", "user.name=Ada", "-c", "user.email=a@b", "tag", "-a", "-m", "v1", "v1", "master");
    String tag = origin.git("rev-parse", "v1");

    assertThat(fetch(want(tag, Optional.empty(), Optional.empty())).objects())
        .extracting(GitObject::type)
        .contains(ObjectType.values());
  }
}
