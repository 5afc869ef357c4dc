// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a server says it can do, in the answer to `GET …/info/refs?service=git-upload-pack` with
/// `Git-Protocol: version=2`.
///
/// @param version the protocol's version it answers in: 2, or 0 when it knows no other
/// @param values the capabilities, each with its value or nothing; of one that comes several times,
///   the first
public record Capabilities(int version, Map<String, String> values) {
  private static final int MOST = 100;

  public Capabilities {
    values = Map.copyOf(values);
  }

  /// Reads an advertisement; of one of version 0, the first line, behind which the refs come.
  ///
  /// @throws ProtocolException when it is none
  /// @throws java.io.EOFException when it ends early
  public static Capabilities read(InputStream advertisement) throws IOException {
    PacketReader packets = new PacketReader(advertisement);
    Optional<String> first = packets.line();
    if (first.isPresent() && first.get().startsWith("# service=")) {
      if (packets.line().isPresent()) {
        throw new ProtocolException("the server's greeting does not end where it should");
      }
      first = packets.line();
    }
    if (first.isEmpty()) {
      return new Capabilities(0, Map.of()); // an empty repository of an old server
    }
    return first.get().equals("version 2")
        ? new Capabilities(2, listed(packets))
        : new Capabilities(0, behindRef(first.get()));
  }

  /// Version 2: one a line.
  private static Map<String, String> listed(PacketReader packets) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (int left = MOST; ; left--) {
      Optional<String> line = packets.line();
      if (line.isEmpty()) {
        return values;
      }
      if (left == 0) {
        throw new ProtocolException("the server lists more than " + MOST + " capabilities");
      }
      add(values, line.get());
    }
  }

  /// Version 0: behind the first ref, which is `capabilities^{}` in an empty repository.
  private static Map<String, String> behindRef(String line) throws ProtocolException {
    int idEnds = line.indexOf(' ');
    if (idEnds < 0 || !Ids.isId(line.substring(0, idEnds))) {
      throw new ProtocolException("the server's greeting is not Git's");
    }
    Map<String, String> values = new HashMap<>();
    int refEnds = line.indexOf('\0');
    if (refEnds >= 0) {
      for (String word : line.substring(refEnds + 1).split(" ")) {
        add(values, word);
      }
    }
    return values;
  }

  private static void add(Map<String, String> values, String capability) {
    int nameEnds = capability.indexOf('=');
    if (nameEnds < 0) {
      values.putIfAbsent(capability, "");
    } else {
      values.putIfAbsent(capability.substring(0, nameEnds), capability.substring(nameEnds + 1));
    }
  }

  /// Whether it leaves objects out of what it sends, when asked to.
  public boolean filters() {
    return version == 2
        ? (" " + values.getOrDefault("fetch", "") + " ").contains(" filter ")
        : values.containsKey("filter");
  }

  /// The software, by its own word; `unknown` when it says nothing.
  public String agent() {
    return values.getOrDefault("agent", "unknown");
  }
}
