// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What a disk or a person makes of a file.
public enum Damage {
  GARBLED {
    @Override
    public void to(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i += 3) {
        bytes[i] ^= 0x55;
      }
      Files.write(file, bytes);
    }
  },
  EMPTIED {
    @Override
    public void to(Path file) throws IOException {
      Files.write(file, new byte[0]);
    }
  },
  CUT {
    @Override
    public void to(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }
  },
  FILLED_WITH_ZEROS {
    @Override
    public void to(Path file) throws IOException {
      Files.write(file, new byte[(int) Files.size(file)]);
    }
  },
  GIGABYTES {
    @Override
    public void to(Path file) throws IOException {
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(4L << 30);
      }
    }
  },
  A_PIPE {
    @Override
    public void to(Path file) throws IOException {
      Files.delete(file);
      Tool.run(Path.of("/"), "mkfifo", file.toString());
    }
  },
  A_DIRECTORY {
    @Override
    public void to(Path file) throws IOException {
      Files.delete(file);
      Files.createDirectory(file);
    }
  };

  /// Does it to a file.
  public abstract void to(Path file) throws IOException;
}
