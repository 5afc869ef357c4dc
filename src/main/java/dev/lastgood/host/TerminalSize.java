// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How large this process's terminal is, in characters; and whether there is one.
@SuppressWarnings("restricted") // asking libc is what it is for, and the launcher permits it
public record TerminalSize(int rows, int columns) {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final long GET_WINDOW_SIZE = 0x5413;

  /// Whether data goes to somebody who looks.
  public static boolean isOutTerminal() {
    return isTerminal(STDOUT);
  }

  /// Whether talk does.
  public static boolean isErrTerminal() {
    return isTerminal(STDERR);
  }

  /// By the name that the kernel gives it: to ask libc takes sixty times as long, at a start.
  private static boolean isTerminal(int fd) {
    try {
      String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      return name.startsWith("/dev/pts/")
          || name.startsWith("/dev/tty")
          || name.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// The size of the terminal that data goes to; empty when that is none, or does not know.
  public static Optional<TerminalSize> ofOut() {
    return isOutTerminal() ? Libc.size(STDOUT) : Optional.empty();
  }

  /// The size of the terminal that talk goes to.
  public static Optional<TerminalSize> ofErr() {
    return isErrTerminal() ? Libc.size(STDERR) : Optional.empty();
  }

  /// Beside it, so that whoever writes to no terminal loads nothing of it.
  private static final class Libc {
    private static final MethodHandle IOCTL =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));

    /// A serial line says that it has no rows and no columns.
    @SuppressWarnings("IllegalCatch")
    static Optional<TerminalSize> size(int fd) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment size = arena.allocate(JAVA_SHORT, 4);
        int result = (int) IOCTL.invokeExact(fd, GET_WINDOW_SIZE, size);
        int rows = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 0));
        int columns = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 1));
        return result < 0 || rows == 0 || columns == 0
            ? Optional.empty()
            : Optional.of(new TerminalSize(rows, columns));
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("a call of libc threw", e);
      }
    }
  }
}
