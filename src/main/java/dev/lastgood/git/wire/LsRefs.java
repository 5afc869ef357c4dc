// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// The command `ls-refs`: where refs point.
public final class LsRefs {
  private static final String TARGET = "symref-target:";

  private LsRefs() {}

  /// A ref.
  ///
  /// @param target the ref that it stands for, when it is symbolic
  public record Ref(String name, ObjectId id, Optional<String> target) {}

  /// Asks for the refs whose names begin so.
  public static byte[] request(String prefix) {
    return Request.command("ls-refs").line("symrefs").line("ref-prefix " + prefix).end();
  }

  /// The one ref of a name in an answer; a prefix matches others too, and a server may disregard
  /// it. The answer is read to its end, however long it is, but not kept.
  ///
  /// @throws ProtocolException when this is no answer to the command, such as the empty one of a
  ///   server that speaks version 0 only
  public static Optional<Ref> named(String name, InputStream answer) throws IOException {
    Optional<Ref> found = Optional.empty();
    PacketReader packets = new PacketReader(answer);
    for (Optional<String> line = packets.line(); line.isPresent(); line = packets.line()) {
      Ref ref = parse(line.get());
      if (ref.name().equals(name)) {
        found = Optional.of(ref);
      }
    }
    return found;
  }

  /// The refs of an answer, the first so many of them.
  ///
  /// @throws ProtocolException as [#named]
  public static List<Ref> first(int most, InputStream answer) throws IOException {
    List<Ref> refs = new ArrayList<>();
    PacketReader packets = new PacketReader(answer);
    while (refs.size() < most) {
      Optional<String> line = packets.line();
      if (line.isEmpty()) {
        break;
      }
      refs.add(parse(line.get()));
    }
    return refs;
  }

  private static Ref parse(String line) throws ProtocolException {
    String[] words = line.split(" ");
    Optional<ObjectId> id = words.length < 2 ? Optional.empty() : Ids.parse(words[0]);
    if (id.isEmpty()) {
      throw new ProtocolException("a ref is listed in a way that is not Git's");
    }
    Optional<String> target = Optional.empty();
    for (int i = 2; i < words.length; i++) {
      if (words[i].startsWith(TARGET)) {
        target = Optional.of(words[i].substring(TARGET.length()));
      }
    }
    return new Ref(words[1], id.get(), target);
  }
}
