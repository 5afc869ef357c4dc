// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.wire;

import dev.lastgood.wire.PacketReader.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// The command `ls-refs`: where refs point.
public final class LsRefs {
  private LsRefs() {}

  /// A ref.
  ///
  /// @param name its whole name
  /// @param id the object it points at
  /// @param target the ref that it stands for, when it is symbolic
  public record Ref(String name, ObjectId id, Optional<String> target) {}

  /// Asks for the refs whose names begin so.
  public static byte[] request(String prefix) {
    return Request.command("ls-refs").line("symrefs").line("ref-prefix " + prefix).end();
  }

  /// The one ref of a name in an answer; a prefix matches others too, and a server may disregard
  /// it.
  ///
  /// @throws ProtocolException when this is no answer to the command, such as the empty one of a
  ///   server that speaks version 0 only
  public static Optional<Ref> named(String name, InputStream answer) throws IOException {
    Optional<Ref> found = Optional.empty();
    PacketReader packets = new PacketReader(answer);
    while (packets.next() instanceof Packet.Line line) {
      Ref ref = parse(line.text());
      if (ref.name().equals(name)) {
        found = Optional.of(ref);
      }
    }
    return found;
  }

  /// The refs of an answer, the first so many of them.
  public static List<Ref> first(int most, InputStream answer) throws IOException {
    List<Ref> refs = new ArrayList<>();
    PacketReader packets = new PacketReader(answer);
    while (refs.size() < most && packets.next() instanceof Packet.Line line) {
      refs.add(parse(line.text()));
    }
    return refs;
  }

  private static Ref parse(String line) throws ProtocolException {
    String[] words = line.split(" ");
    if (words.length < 2 || !ObjectId.isId(words[0])) {
      throw new ProtocolException("a ref is listed in a way that is not Git's");
    }
    Optional<String> target = Optional.empty();
    for (String attribute : words) {
      if (attribute.startsWith("symref-target:")) {
        target = Optional.of(attribute.substring(attribute.indexOf(':') + 1));
      }
    }
    return new Ref(words[1], ObjectId.fromString(words[0]), target);
  }
}
