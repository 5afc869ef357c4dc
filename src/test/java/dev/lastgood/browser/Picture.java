// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// A picture of a page, written for a document: a browser writes it in a hurry, three times as
/// large. The 256 commonest colours are kept, which is all but some shades at the edges of letters.
public final class Picture {
  private static final int COLOURS = 256;

  private Picture() {}

  /// Writes a PNG as a smaller one.
  public static void write(byte[] png, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(0);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      BufferedImage small = indexed(ImageIO.read(new ByteArrayInputStream(png)));
      writer.write(null, new IIOImage(small, null, null), how);
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage indexed(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    IndexColorModel palette =
        new IndexColorModel(8, COLOURS, commonest(pixels), 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage indexed =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, palette);
    indexed.setRGB(0, 0, width, image.getHeight(), pixels, 0, width);
    return indexed;
  }

  private static int[] commonest(int[] pixels) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    int[] colours =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(COLOURS)
            .mapToInt(Map.Entry::getKey)
            .toArray();
    return Arrays.copyOf(colours, COLOURS);
  }
}
