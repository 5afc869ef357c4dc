// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.ExtendedAttributes;
import dev.lastgood.model.BlobId;
import dev.lastgood.sync.port.Destination.DeploymentTag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The extended attribute `user.lastgood.state` of a deployed file: `STATE-ID:BLOB`.
///
/// It makes a lost or rolled back state directory visible, and nothing depends on it: where the
/// file system keeps no such attributes there is none.
final class RecordAttribute {
  private static final Logger LOG = LoggerFactory.getLogger(RecordAttribute.class);
  private static final String NAME = "lastgood.state"; // the JDK puts "user." before it
  private static final int LONGEST = 200;

  private RecordAttribute() {}

  /// What stands beside a file's permissions and owner, but for its mark: that is of its bytes.
  static ExtendedAttributes without(Path file) throws IOException {
    return ExtendedAttributes.of(file, "user." + NAME);
  }

  static void put(Path file, String state, BlobId blob) {
    try {
      UserDefinedFileAttributeView view = view(file);
      if (view != null) {
        view.write(NAME, ByteBuffer.wrap((state + ":" + blob.hex()).getBytes(US_ASCII)));
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.atDebug().addKeyValue("file", file).setCause(e).log("the file can't be marked");
    }
  }

  /// What a file is marked with, as the record with this id sees it; foreign marks are none.
  static Optional<DeploymentTag> read(Path file, String state) {
    try {
      UserDefinedFileAttributeView view = view(file);
      if (view == null || !view.list().contains(NAME)) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
      view.read(NAME, bytes);
      String text = new String(bytes.array(), 0, bytes.position(), US_ASCII);
      int colon = text.indexOf(':');
      return Optional.of(
          new DeploymentTag(
              text.substring(0, Math.max(colon, 0)).equals(state),
              new BlobId(text.substring(colon + 1))));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.atDebug().addKeyValue("file", file).setCause(e).log("no mark can be read");
      return Optional.empty();
    }
  }

  private static @Nullable UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, NOFOLLOW_LINKS);
  }
}
