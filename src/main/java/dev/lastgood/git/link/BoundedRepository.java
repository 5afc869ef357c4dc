// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.PackParser;

/// A repository that takes in what a server sends, open for one exchange at most.
///
/// Adds the bounds that JGit has on the server's side only: what a pack may weigh, and how large an
/// object in it may become when it is unpacked. A few hundred kilobytes can unpack to gigabytes.
public class BoundedRepository extends FileRepository {
  private static final int PACK_HEADER = 12;

  /// An entry of JGit's table takes some 60 bytes, and the heap has 64 MB.
  private static final long MOST_OBJECTS = 500_000;

  private final TransferLimit limit;

  /// Opens what is in a directory.
  public BoundedRepository(Path directory, TransferLimit limit) throws IOException {
    super(directory.toFile());
    this.limit = limit;
  }

  /// What an exchange into it may cost.
  public final TransferLimit limit() {
    return limit;
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter unbounded = super.newObjectInserter();
    return new ObjectInserter.Filter() {
      @Override
      protected ObjectInserter delegate() {
        return unbounded;
      }

      @Override
      public PackParser newPackParser(InputStream pack) throws IOException {
        // Over http and ssh the bytes were counted on the way; a local repository is read here.
        InputStream bounded =
            limit.remote().url().scheme().equals("file") ? limit.bounded(pack) : pack;
        PackParser parser = super.newPackParser(counted(limit.arriving(bounded)));
        parser.setMaxObjectSizeLimit(limit.limits().maxObject());
        return parser;
      }
    };
  }

  /// Looks at how many objects a pack claims to have, before JGit makes an array that long.
  private InputStream counted(InputStream pack) throws IOException {
    byte[] header = pack.readNBytes(PACK_HEADER);
    if (header.length == PACK_HEADER) {
      long count = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(PACK_HEADER - 4));
      if (count > MOST_OBJECTS) {
        throw limit.tooMany(count, MOST_OBJECTS);
      }
    }
    return new SequenceInputStream(new ByteArrayInputStream(header), pack);
  }

  /// Nothing: a collection in the background would be cut off when this process ends, and leave
  /// behind what blocks the next one.
  @Override
  public void autoGC(ProgressMonitor monitor) {}
}
