// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Linux's calls about a file for which the JDK has no API: all extended attributes, where ACLs and
/// labels are, and inode flags. A symlink is looked at itself.
///
/// Loaded by the first file that is staged or examined: a quiet pass never pays for it.
@SuppressWarnings("restricted") // asking libc is what it is for, and the launcher permits it
final class Libc {
  static final int ENODATA = 61;
  static final int ENOTSUP = 95;
  static final int ENOTTY = 25;

  private static final int O_FLAGS = 02404000; // read, not waiting, not following, not inherited
  private static final int O_FLAGS_ARM = 02104000; // the same: O_NOFOLLOW is another bit there
  private static final long GET_FLAGS = 0x80086601L;
  private static final long SET_FLAGS = 0x40086602L;

  /// The kernel's bounds.
  private static final int LONGEST = 64 * 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option STATE = Linker.Option.captureCallState("errno");

  private static final MethodHandle LIST =
      handle("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle GET =
      handle("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle SET =
      handle(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle REMOVE =
      handle("lremovexattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle OPEN =
      variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle IOCTL =
      variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Libc() {}

  /// The names of a file's extended attributes.
  static List<String> attributes(Path file) throws Refused {
    byte[] names =
        bytes((arena, errno, into) ->
            (long)
                LIST.invokeExact(errno, arena.allocateFrom(file.toString()), into, (long) LONGEST));
    return Arrays.stream(new String(names, StandardCharsets.UTF_8).split("\0"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /// One attribute's value.
  static byte[] attribute(Path file, String name) throws Refused {
    return bytes((arena, errno, into) ->
        (long)
            GET.invokeExact(
                errno,
                arena.allocateFrom(file.toString()),
                arena.allocateFrom(name),
                into,
                (long) LONGEST));
  }

  /// Sets one attribute.
  static void set(Path file, String name, byte[] value) throws Refused {
    call((arena, errno) ->
        (int)
            SET.invokeExact(
                errno,
                arena.allocateFrom(file.toString()),
                arena.allocateFrom(name),
                arena.allocateFrom(JAVA_BYTE, value),
                (long) value.length,
                0));
  }

  /// Takes one attribute off.
  static void remove(Path file, String name) throws Refused {
    call((arena, errno) ->
        (int)
            REMOVE.invokeExact(
                errno, arena.allocateFrom(file.toString()), arena.allocateFrom(name)));
  }

  /// The inode's flags, as `lsattr` shows them.
  static int flags(Path file) throws Refused {
    return opened(
        file,
        (fd, arena) -> {
          MemorySegment flags = arena.allocate(JAVA_LONG);
          ioctl(fd, GET_FLAGS, flags);
          return flags.get(JAVA_INT, 0);
        });
  }

  /// Sets the inode's flags, as `chattr` does.
  static void flags(Path file, int flags) throws Refused {
    int _ =
        opened(
            file,
            (fd, arena) -> {
              MemorySegment value = arena.allocate(JAVA_LONG);
              value.set(JAVA_INT, 0, flags);
              ioctl(fd, SET_FLAGS, value);
              return flags;
            });
  }

  private static void ioctl(int fd, long request, MemorySegment argument) throws Refused {
    call((_, errno) -> (int) IOCTL.invokeExact(errno, fd, request, argument));
  }

  private static int opened(Path file, Work work) throws Refused {
    int options = System.getProperty("os.arch").equals("aarch64") ? O_FLAGS_ARM : O_FLAGS;
    int fd =
        (int)
            call((arena, errno) ->
                (int) OPEN.invokeExact(errno, arena.allocateFrom(file.toString()), options));
    try (Arena arena = Arena.ofConfined()) {
      return work.done(fd, arena);
    } finally {
      call((_, errno) -> (int) CLOSE.invokeExact(errno, fd));
    }
  }

  private static byte[] bytes(Read read) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(LONGEST);
      long length = call((inner, errno) -> read.from(inner, errno, into));
      return into.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  /// Makes a call that answers with a negative number when it fails, and says why in `errno`.
  @SuppressWarnings("IllegalCatch")
  private static long call(Call call) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
      long result = call.made(arena, errno);
      if (result < 0) {
        throw new Refused(errno.get(JAVA_INT, 0));
      }
      return result;
    } catch (Refused | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of libc threw", e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor of) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), of, STATE);
  }

  /// `open` and `ioctl` take what comes after their second argument as they like.
  private static MethodHandle variadic(String name, FunctionDescriptor of) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), of, STATE, Linker.Option.firstVariadicArg(2));
  }

  private interface Call {
    long made(Arena arena, MemorySegment errno) throws Throwable;
  }

  private interface Read {
    long from(Arena arena, MemorySegment errno, MemorySegment into) throws Throwable;
  }

  private interface Work {
    int done(int fd, Arena arena) throws Refused;
  }

  /// The kernel refused, with a number that says why.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    Refused(int errno) {
      super(words(errno));
      this.errno = errno;
    }

    boolean is(int... numbers) {
      return Arrays.stream(numbers).anyMatch(number -> number == errno);
    }

    private static String words(int errno) {
      return switch (errno) {
        case 1 -> "operation not permitted";
        case 2 -> "no such file";
        case 13 -> "permission denied";
        case 22 -> "invalid argument";
        case 28, 122 -> "no space left";
        case 30 -> "read-only file system";
        case ENOTSUP -> "not supported by the file system";
        default -> "error " + errno;
      };
    }
  }
}
