// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

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
import java.util.ArrayList;
import java.util.List;

/// What systemd is to a service that notifies: a datagram socket with a name.
@SuppressWarnings("restricted")
public final class NotifyListener implements AutoCloseable {
  private static final int DONT_WAIT = 0x40;
  private static final int LARGEST = 4096;

  private final int socket;
  private final String address;
  private final List<String> received = new ArrayList<>();

  /// @param address a path, or an abstract name that begins with `@`
  public NotifyListener(String address) {
    this.address = address;
    this.socket = socket();
    bind();
  }

  /// What `$NOTIFY_SOCKET` says to whoever is to notify this one.
  public String address() {
    return address;
  }

  /// All that was received so far, oldest first.
  public synchronized List<String> received() {
    for (String message = receive(); !message.isEmpty(); message = receive()) {
      received.add(message);
    }
    return List.copyOf(received);
  }

  private static int socket() {
    return (int)
        call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 1, 2, 0);
  }

  private void bind() {
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = address.getBytes(StandardCharsets.UTF_8);
      boolean isAbstract = name[0] == '@';
      MemorySegment to = arena.allocate(2L + name.length + (isAbstract ? 0 : 1), 2);
      to.set(JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(name, 0, to, JAVA_BYTE, 2, name.length);
      if (isAbstract) {
        to.set(JAVA_BYTE, 2, (byte) 0);
      }
      int bound =
          (int)
              call(
                  "bind",
                  FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                  socket,
                  to,
                  (int) to.byteSize());
      if (bound < 0) {
        throw new IllegalStateException(address + " can't be listened at");
      }
    }
  }

  private String receive() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(LARGEST);
      FunctionDescriptor recv =
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
      long length = (long) call("recv", recv, socket, into, (long) LARGEST, DONT_WAIT);
      return length <= 0
          ? ""
          : new String(into.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  private static Object call(String name, FunctionDescriptor of, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    MethodHandle handle = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), of);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public void close() {
    call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), socket);
  }
}
