// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.GitOrigin;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LsRefsTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path directory;

  @Test
  void builds_the_request_byte_by_byte() {
    assertThat(LsRefs.request("refs/heads/master"))
        .asString(UTF_8)
        .isEqualTo(
            """
            0014command=ls-refs
            0001000csymrefs
            0021ref-prefix refs/heads/master
            0000\
            """);
  }

  @Test
  void finds_the_ref_of_a_whole_name_among_those_that_begin_so() throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    origin.commit("master2", "a", "2");
    String tip = origin.commit("master", "a", "1");
    origin.commit("master-old", "a", "0");
    byte[] answer = StockServer.of(origin).answer(LsRefs.request("refs/heads/master"));

    assertThat(answer).asString(UTF_8).contains("master2").contains("master-old");
    assertThat(LsRefs.named("refs/heads/master", in(answer)))
        .contains(new LsRefs.Ref("refs/heads/master", ObjectId.fromString(tip), Optional.empty()));
    assertThat(LsRefs.named("refs/heads/mast", in(answer))).isEmpty();
  }

  @Test
  void says_which_branch_head_stands_for() throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    String tip = origin.commit("master", "a", "1");

    assertThat(head(origin))
        .contains(
            new LsRefs.Ref("HEAD", ObjectId.fromString(tip), Optional.of("refs/heads/master")));

    origin.detach(tip);
    assertThat(head(origin))
        .contains(new LsRefs.Ref("HEAD", ObjectId.fromString(tip), Optional.empty()));
  }

  @Test
  void finds_no_head_where_it_is_unborn() throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    assertThat(head(origin)).as("an empty repository").isEmpty();

    origin.commit("other", "a", "1");
    assertThat(head(origin)).as("HEAD names a branch that is not there").isEmpty();
  }

  private static Optional<LsRefs.Ref> head(GitOrigin origin) throws IOException {
    return LsRefs.named("HEAD", StockServer.of(origin).stream(LsRefs.request("HEAD")));
  }

  @Test
  void lists_the_first_refs() throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    origin.commit("a", "a", "1");
    origin.commit("b", "a", "1");
    origin.commit("ü", "a", "1");
    byte[] answer = StockServer.of(origin).answer(LsRefs.request("refs/heads/"));

    assertThat(LsRefs.first(10, in(answer)))
        .extracting(LsRefs.Ref::name)
        .containsExactly("refs/heads/a", "refs/heads/b", "refs/heads/ü");
    assertThat(LsRefs.first(2, in(answer))).hasSize(2);
    assertThat(LsRefs.first(0, in(answer))).isEmpty();
  }

  @Test
  void looks_at_attributes_for_what_they_are() throws IOException {
    String line = ID + " symref-target:a peeled:" + ID + " new";
    Answer answer = Answer.lines(line, line + " symref-target:refs/heads/b").flush();

    assertThat(LsRefs.first(2, answer.stream()))
        .extracting(LsRefs.Ref::target)
        .containsExactly(Optional.empty(), Optional.of("refs/heads/b"));
  }

  @Test
  void takes_lines_without_a_line_feed() throws IOException {
    Answer answer = new Answer().packet((ID + " HEAD").getBytes(UTF_8)).flush();

    assertThat(LsRefs.named("HEAD", answer.stream())).isPresent();
  }

  @Test
  void refuses_the_empty_answer_of_a_server_that_speaks_version_0_only() {
    assertThatThrownBy(() -> LsRefs.named("HEAD", new Answer().stream()))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server's answer is empty");
    assertThatThrownBy(() -> LsRefs.first(1, new Answer().stream()))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refuses_an_answer_that_ends_early() {
    for (Answer cut :
        new Answer[] {
          Answer.lines(ID + " HEAD"),
          Answer.lines(ID + " HEAD").raw("00"),
          new Answer().raw("0032" + ID)
        }) {
      assertThatThrownBy(() -> LsRefs.named("HEAD", cut.stream())).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refuses_an_answer_whose_end_is_that_of_a_section() {
    Answer answer = Answer.lines(ID + " HEAD").delimiter();
    assertThatThrownBy(() -> LsRefs.named("HEAD", answer.stream()))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server's answer lacks a part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HEAD",
        ID,
        " HEAD",
        "0123456789abcdef0123456789abcdef0123456 HEAD",
        "0123456789abcdef0123456789abcdef0123456g HEAD",
        "\u01300123456789abcdef0123456789abcdef0123456 HEAD",
        "\uff110123456789abcdef0123456789abcdef0123456 HEAD",
        "unborn HEAD symref-target:refs/heads/master",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef HEAD"
      })
  void refuses_lines_that_are_no_refs(String line) {
    assertThatThrownBy(() -> LsRefs.named("HEAD", Answer.lines(line).flush().stream()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("not Git's");
  }

  private static InputStream in(byte[] answer) {
    return new ByteArrayInputStream(answer);
  }
}
