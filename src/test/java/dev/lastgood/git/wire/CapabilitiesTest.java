// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.GitOrigin;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilitiesTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knows_whether_stock_git_filters_in_version_2(boolean allowed) throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    origin.configure("uploadpack.allowFilter", String.valueOf(allowed));
    StockServer server = StockServer.of(origin);

    for (byte[] greeting :
        new byte[][] {server.advertisement("version=2"), server.greeting("version=2")}) {
      Capabilities can = read(greeting);
      assertThat(can.version()).isEqualTo(2);
      assertThat(can.filters()).isEqualTo(allowed);
      assertThat(can.agent()).startsWith("git/");
      assertThat(can.values()).containsKey("ls-refs").containsEntry("object-format", "sha1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knows_whether_stock_git_filters_in_version_0(boolean allowed) throws IOException {
    GitOrigin origin = GitOrigin.create(directory);
    origin.configure("uploadpack.allowFilter", String.valueOf(allowed));
    StockServer server = StockServer.of(origin);

    assertThat(read(server.greeting("")))
        .as("an empty repository's server says nothing of itself")
        .isEqualTo(new Capabilities(0, Map.of()));

    origin.commit("master", "a", "1");
    Capabilities can = read(server.greeting(""));

    assertThat(can.version()).isZero();
    assertThat(can.filters()).isEqualTo(allowed);
    assertThat(can.agent()).startsWith("git/");
    assertThat(can.values()).containsKeys("multi_ack", "ofs-delta", "shallow");
  }

  @Test
  void reads_version_2_behind_the_preface_of_version_0() throws IOException {
    Answer answer =
        Answer.lines("# service=git-upload-pack")
            .flush()
            .then(Answer.lines("version 2", "fetch=shallow filter").flush());

    assertThat(read(answer.bytes()).filters()).isTrue();
  }

  @Test
  void takes_a_flush_alone_for_an_empty_repository() throws IOException {
    Answer answer = Answer.lines("# service=git-upload-pack").flush().flush();

    assertThat(read(answer.bytes()).version()).isZero();
    assertThat(read(answer.bytes()).agent()).isEqualTo("unknown");
    assertThat(read(answer.bytes()).filters()).isFalse();
  }

  @Test
  void reads_the_line_that_newer_servers_send_of_an_empty_repository() throws IOException {
    String nothing = "0".repeat(40) + " capabilities^{}\0 filter agent=git/2.50";
    Capabilities can = read(Answer.lines(nothing).flush().bytes());

    assertThat(can.filters()).isTrue();
    assertThat(can.agent()).isEqualTo("git/2.50");
  }

  @Test
  void takes_a_server_without_any_capability() throws IOException {
    assertThat(read(Answer.lines(ID + " HEAD").flush().bytes()).values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch=filters", "fetch=shallow", "fetch", "filter", "filter=fetch"})
  void takes_no_other_word_for_filter(String capability) throws IOException {
    assertThat(read(Answer.lines("version 2", capability).flush().bytes()).filters()).isFalse();
  }

  @Test
  void takes_the_first_of_several_values() throws IOException {
    String first = "object-format=sha1 object-format=sha256 symref=HEAD:a symref=b:c";
    Capabilities can = read(Answer.lines(ID + " HEAD\0" + first).flush().bytes());

    assertThat(can.values())
        .containsEntry("object-format", "sha1")
        .containsEntry("symref", "HEAD:a");
  }

  @Test
  void survives_words_that_come_twice() throws IOException {
    Capabilities can =
        read(Answer.lines("version 2", "agent=a  b  a a", "fetch=filter filter").flush().bytes());

    assertThat(can.agent()).isEqualTo("a  b  a a");
    assertThat(can.filters()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent=%d", "agent%d"})
  void refuses_capabilities_without_end(String form) {
    Answer answer = Answer.lines("version 2");
    for (int i = 0; i < 101; i++) {
      answer.then(Answer.lines(form.formatted(i)));
    }
    refuses("more than 100 capabilities", answer.flush());
  }

  @Test
  void refuses_what_is_no_greeting() {
    refuses("empty", new Answer());
    refuses("not Git's", new Answer().raw("<html>"));
    refuses("not Git's", Answer.lines("version 1").flush());
    refuses("not Git's", Answer.lines("welcome").flush());
    refuses("not Git's", Answer.lines(ID + "\trefs/heads/master").flush());
    refuses("the server says: access denied", Answer.lines("ERR access denied"));
    refuses("lacks a part", new Answer().delimiter());
    refuses("lacks a part", Answer.lines("version 2").delimiter());
    refuses("does not end", Answer.lines("# service=git-upload-pack", "version 2").flush());
  }

  @Test
  void refuses_a_dumb_servers_list() {
    Answer dumb = new Answer().raw(ID + "\trefs/heads/master\n" + ID + "\trefs/heads/next\n");
    assertThatThrownBy(() -> read(dumb.bytes())).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_a_greeting_that_ends_early() {
    assertThatThrownBy(() -> read(Answer.lines("version 2", "fetch=filter").bytes()))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(Answer.lines("# service=git-upload-pack").flush().bytes()))
        .isInstanceOf(EOFException.class);
  }

  private static void refuses(String why, Answer answer) {
    assertThatThrownBy(() -> read(answer.bytes()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  private static Capabilities read(byte[] greeting) throws IOException {
    return Capabilities.read(new ByteArrayInputStream(greeting));
  }

  @Test
  void reads_capabilities_in_any_alphabet() throws IOException {
    byte[] strange = {'a', 'g', 'e', 'n', 't', '=', (byte) 0xff, (byte) 0xfe};
    Answer answer = Answer.lines("version 2").packet(strange).flush();

    assertThat(read(answer.bytes()).agent()).isEqualTo(new String(strange, 6, 2, UTF_8));
  }
}
