// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The datagram socket of the service manager, `$NOTIFY_SOCKET`, a path or an abstract name. The
/// JDK has no datagrams there, so libc is asked, and no program is started for it.
///
/// What can't be sent is forgotten, with one warning: whoever runs on without a service manager
/// runs on.
@SuppressWarnings("restricted") // asking libc is what it is for, and the launcher permits it
public final class NotifySocket implements Consumer<String> {
  private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 02000002;
  private static final int FLAGS = 0x4040; // no signal, no waiting
  private static final int EAGAIN = 11;

  /// One that reads nothing, for whatever reason, must not hold a pass up for longer than a second.
  private static final int TRIES = 50;

  private static final Duration PAUSE = Duration.ofMillis(20);

  /// The bytes of a name in `sockaddr_un`; a path needs one more at its end.
  private static final int LONGEST = 108;

  private final byte[] name;
  private final int socket;
  private boolean warned;

  private NotifySocket(byte[] name) {
    this.name = name;
    this.socket =
        (int)
            Libc.call(errno ->
                (int) Libc.SOCKET.invokeExact(errno, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
  }

  /// The one that this process was given; one that goes nowhere when it was given none.
  public static Consumer<String> of(Map<String, String> variables) {
    String address = variables.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return _ -> {};
    }
    byte[] name = address.getBytes(StandardCharsets.UTF_8);
    boolean local = name[0] == '/' || name[0] == '@';
    if (!local || name.length >= LONGEST) {
      LOG.atWarn()
          .addKeyValue("NOTIFY_SOCKET", address)
          .log("neither a path nor an abstract name: the service manager is told nothing");
      return _ -> {};
    }
    return new NotifySocket(name);
  }

  @Override
  public void accept(String assignments) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = assignments.getBytes(StandardCharsets.UTF_8);
      MemorySegment message = arena.allocateFrom(JAVA_BYTE, bytes);
      MemorySegment address = address(arena);
      long sent = send(message, address);
      for (int i = 0; i < TRIES && sent == -EAGAIN; i++) {
        Thread.sleep(PAUSE);
        sent = send(message, address);
      }
      if (sent < 0) {
        warn(-sent);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private long send(MemorySegment message, MemorySegment address) {
    return Libc.call(errno ->
        (long)
            Libc.SEND.invokeExact(
                errno,
                socket,
                message,
                message.byteSize(),
                FLAGS,
                address,
                (int) address.byteSize()));
  }

  private synchronized void warn(long errno) {
    if (!warned) {
      warned = true;
      LOG.atWarn().addKeyValue("errno", errno).log("the service manager can't be told anything");
    }
  }

  /// A path ends with a zero, an abstract name begins with one.
  private MemorySegment address(Arena arena) {
    boolean isAbstract = name[0] == '@';
    MemorySegment address =
        arena.allocate(Short.BYTES + name.length + (isAbstract ? 0L : 1L), Short.BYTES);
    address.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, Short.BYTES, name.length);
    if (isAbstract) {
      address.set(JAVA_BYTE, Short.BYTES, (byte) 0);
    }
    return address;
  }

  private interface Call {
    long made(MemorySegment errno) throws Throwable;
  }

  /// Beside it, so that whoever is given no socket loads nothing of it.
  private static final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option STATE = Linker.Option.captureCallState("errno");
    static final MethodHandle SOCKET =
        handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle SEND =
        handle(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    /// What the call answers; `-errno` when it fails.
    @SuppressWarnings("IllegalCatch")
    static long call(Call call) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
        long result = call.made(errno);
        return result < 0 ? -errno.get(JAVA_INT, 0) : result;
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("a call of libc threw", e);
      }
    }

    private static MethodHandle handle(String name, FunctionDescriptor of) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), of, STATE);
    }
  }
}
