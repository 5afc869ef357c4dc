// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.wire;

import dev.lastgood.wire.PacketReader.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a server says it can do, in the answer to `GET …/info/refs?service=git-upload-pack` with
/// `Git-Protocol: version=2`.
///
/// @param version the protocol's version it answers in: 2, or 0 when it knows no other
/// @param values the capabilities by name, each with the words of its value
public record Capabilities(int version, Map<String, Set<String>> values) {
  private static final int MOST = 100;

  /// Copies the map.
  public Capabilities {
    values = Map.copyOf(values);
  }

  /// Reads an advertisement; of a long one of version 0, the beginning.
  ///
  /// @throws ProtocolException when it is none
  public static Capabilities read(InputStream advertisement) throws IOException {
    PacketReader packets = new PacketReader(advertisement);
    Packet first = packets.next();
    if (first instanceof Packet.Line service && service.text().startsWith("# service=")) {
      packets.next(); // a flush ends this preface
      first = packets.next();
    }
    if (!(first instanceof Packet.Line line)) {
      return new Capabilities(0, Map.of()); // an empty repository, in version 0
    }
    if (line.text().equals("version 2")) {
      return new Capabilities(2, listed(packets));
    }
    int zero = line.text().indexOf('\0');
    String words = zero < 0 ? "" : line.text().substring(zero + 1);
    Map<String, Set<String>> values = new HashMap<>();
    for (String word : words.strip().split(" ")) {
      add(values, word);
    }
    return new Capabilities(0, values);
  }

  private static Map<String, Set<String>> listed(PacketReader packets) throws IOException {
    Map<String, Set<String>> values = new HashMap<>();
    while (packets.next() instanceof Packet.Line line) {
      add(values, line.text());
      if (values.size() > MOST) {
        throw new ProtocolException("the server lists more than " + MOST + " capabilities");
      }
    }
    return values;
  }

  private static void add(Map<String, Set<String>> values, String capability) {
    String[] parts = capability.split("=", 2);
    Set<String> words = parts.length < 2 ? Set.of() : Set.of(parts[1].split(" ", MOST));
    values.merge(
        parts[0],
        words,
        (a, b) -> {
          Set<String> both = new HashSet<>(a);
          both.addAll(b);
          return both;
        });
  }

  /// Whether it leaves objects out of what it sends, when asked to.
  public boolean filters() {
    return version == 2
        ? values.getOrDefault("fetch", Set.of()).contains("filter")
        : values.containsKey("filter");
  }

  /// The software, by its own word; `unknown` when it says nothing.
  public String agent() {
    return values.getOrDefault("agent", Set.of()).stream().findFirst().orElse("unknown");
  }

  /// Whether the objects' ids are SHA-256.
  public boolean sha256() {
    return values.getOrDefault("object-format", Set.of()).contains("sha256");
  }
}
