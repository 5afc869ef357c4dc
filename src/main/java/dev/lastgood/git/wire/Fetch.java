// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import dev.lastgood.git.wire.PacketReader.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectId;

/// The command `fetch`, in one round: what is wanted and what is there already, then `done`.
///
/// Version 2 lets any object be wanted by its id, trees and blobs too.
///
/// @param have a commit that need not be sent, nor what it reaches; the server may not know it
/// @param depth how many generations of commits; without it, all
/// @param filter which objects below the wanted ones to leave out, as `rev-list --filter` has it
public record Fetch(
    Collection<ObjectId> wants,
    Optional<ObjectId> have,
    Optional<Integer> depth,
    Optional<String> filter) {

  /// What came.
  ///
  /// @param boundary the commits whose parents were cut off
  /// @param objects everything else, each with the id that its bytes have
  public record Answer(Set<ObjectId> boundary, List<GitObject> objects) {}

  /// The request.
  public byte[] request() {
    Request request = Request.command("fetch").line("no-progress").line("ofs-delta");
    for (ObjectId want : wants) {
      request.line("want " + want.name());
    }
    if (have.isPresent()) {
      request.line("have " + have.get().name());
    }
    if (depth.isPresent()) {
      request.line("deepen " + depth.get());
    }
    if (filter.isPresent()) {
      request.line("filter " + filter.get());
    }
    return request.line("done").end();
  }

  /// Reads the answer, to its end. How long it may be is for the stream to say.
  ///
  /// @throws ProtocolException when it is none
  /// @throws java.io.EOFException when it ends early
  /// @throws IOException as [PackReader#read]
  public static Answer read(InputStream stream, Bounds bounds) throws IOException {
    return read(stream, bounds, pack -> pack);
  }

  /// The same for who wants to see the pack arrive.
  ///
  /// @param seen the pack, by way of whoever sees it
  public static Answer read(InputStream stream, Bounds bounds, UnaryOperator<InputStream> seen)
      throws IOException {
    PacketReader packets = new PacketReader(stream);
    Set<ObjectId> boundary = Set.of();
    while (packets.next() instanceof Packet.Line title) {
      switch (title.text()) {
        case "packfile" -> {
          return new Answer(boundary, objects(packets, bounds, seen));
        }
        case "shallow-info" -> boundary = boundary(packets, bounds);
        default -> skip(packets);
      }
    }
    throw new ProtocolException("the server's answer holds no pack");
  }

  private static Set<ObjectId> boundary(PacketReader packets, Bounds bounds) throws IOException {
    Set<ObjectId> boundary = new TreeSet<>(); // ids that a server chooses may share their hash code
    for (int left = bounds.objects(); ; left--) {
      Optional<String> line = packets.lineOfSection();
      if (line.isEmpty()) {
        return boundary;
      }
      String[] words = line.get().split(" ");
      Optional<ObjectId> id = words.length == 2 ? Ids.parse(words[1]) : Optional.empty();
      if (id.isEmpty() || left == 0) {
        throw new ProtocolException("the server's list of cut-off commits is malformed");
      }
      if (words[0].equals("shallow")) {
        boundary.add(id.get());
      }
    }
  }

  private static void skip(PacketReader packets) throws IOException {
    while (packets.lineOfSection().isPresent()) {
      // A section that was not asked for, and changes nothing.
    }
  }

  private static List<GitObject> objects(
      PacketReader packets, Bounds bounds, UnaryOperator<InputStream> seen) throws IOException {
    BandInputStream pack = new BandInputStream(packets);
    List<GitObject> objects = PackReader.read(seen.apply(pack), bounds);
    pack.drain();
    return objects;
  }
}
