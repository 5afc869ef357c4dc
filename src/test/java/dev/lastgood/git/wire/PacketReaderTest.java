// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.wire.PacketReader.Packet;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketReaderTest {
  @Test
  void reads_packets_of_every_kind() throws IOException {
    byte[] largest = new byte[65_516];
    Arrays.fill(largest, (byte) 'x');
    PacketReader packets =
        new PacketReader(
            Answer.lines("one")
                .delimiter()
                .raw("0004")
                .packet(largest)
                .raw("000Aletter")
                .flush()
                .stream());

    assertThat(packets.line()).contains("one");
    assertThat(packets.next()).isEqualTo(Packet.End.DELIMITER);
    assertThat(packets.line()).contains("");
    assertThat(packets.line()).map(String::length).contains(65_516);
    assertThat(packets.line()).contains("letter");
    assertThat(packets.line()).isEmpty();
    assertThatThrownBy(packets::next).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0002", "0003", "fff1", "ffff"})
  void refuses_impossible_lengths(String length) {
    refuses("impossible length", length + "x".repeat(70_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><title>Log in</title>",
        "00 5a",
        "-001",
        "+004",
        "\n004",
        "000\u0130",
        "{}"
      })
  void refuses_what_is_no_packet(String text) {
    refuses("not Git's protocol", text + " and so on");
  }

  @Test
  void tells_what_a_server_gives_up_for() {
    refuses("the server says: upload-pack: not our ref", "0023ERR upload-pack: not our ref x\n");
    refuses("the server says: ", "0008ERR ");
  }

  @Test
  void cuts_a_long_complaint_off() {
    String packet = "fff0ERR " + "é".repeat(32_756);
    assertThatThrownBy(() -> new PacketReader(new Answer().raw(packet).stream()).next())
        .isInstanceOf(ProtocolException.class)
        .message()
        .startsWith("the server says: éé")
        .hasSizeLessThan(600);
  }

  @Test
  void takes_a_line_that_only_begins_like_an_error() throws IOException {
    assertThat(new PacketReader(Answer.lines("ERRATIC", "ERR").stream()).line())
        .contains("ERRATIC");
    assertThat(new PacketReader(new Answer().packet("ERR".getBytes(UTF_8)).stream()).line())
        .contains("ERR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "000", "0005", "0009x", "0000000"})
  void refuses_half_packets(String text) {
    PacketReader packets = new PacketReader(new Answer().raw(text).stream());
    assertThatThrownBy(
            () -> {
              packets.next();
              packets.next();
            })
        .isInstanceOf(EOFException.class);
  }

  @Test
  void reads_bytes_of_the_data_band_one_by_one() throws IOException {
    Answer answer =
        new Answer()
            .band(2, "progress".getBytes(UTF_8))
            .band(1, new byte[0])
            .band(1, bytes(7, 200));
    BandInputStream bands = new BandInputStream(new PacketReader(answer.flush().stream()));

    assertThat(bands.read(new byte[0])).isZero();
    assertThat(bands.read()).isEqualTo(7);
    assertThat(bands.read()).isEqualTo(200);
    assertThat(bands.read()).isEqualTo(-1);
    assertThat(bands.read(new byte[3])).isEqualTo(-1);
  }

  @Test
  void refuses_bands_that_are_none() {
    refusesBand("without a band", new Answer().raw("0004"));
    refusesBand("unknown band", new Answer().band(4, bytes(1)));
    refusesBand("section inside a pack", new Answer().delimiter());
    refusesBand("the server says: fatal: oh", new Answer().band(3, "fatal: oh\n".getBytes(UTF_8)));
    refusesBand("the server says: ", new Answer().band(3, new byte[0]));
  }

  @Test
  void refuses_to_send_a_line_that_is_too_long() {
    String longest = "x".repeat(65_516 - "ref-prefix \n".length());

    assertThat(LsRefs.request(longest)).asString(UTF_8).contains("fff0ref-prefix xx");
    assertThatThrownBy(() -> LsRefs.request(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knows_ids() {
    String id = "0123456789abcdefABCD0123456789abcdef0123";
    assertThat(Ids.parse(id))
        .get()
        .extracting(ObjectId::name)
        .isEqualTo(id.toLowerCase(Locale.ROOT));
    assertThat(Ids.parse(id + "0")).isEqualTo(Optional.empty());
    assertThat(Ids.isId(id)).isTrue();
    assertThat(Ids.isId(id + id.substring(16))).isTrue();
    assertThat(Ids.isId(id + "0")).isFalse();
  }

  private static void refusesBand(String why, Answer answer) {
    BandInputStream bands = new BandInputStream(new PacketReader(answer.flush().stream()));
    assertThatThrownBy(bands::read).isInstanceOf(ProtocolException.class).hasMessageContaining(why);
  }

  private static void refuses(String why, String answer) {
    assertThatThrownBy(() -> new PacketReader(new Answer().raw(answer).stream()).next())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
