// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ports that number every call of a pass, and have something happen at chosen numbers.
public final class FaultyPorts {
  /// What happens at a call.
  public enum Fault {
    /// The call reports a failure and does nothing.
    FAIL,
    /// The call does its work and reports a failure nevertheless.
    FAIL_AFTER,
    /// The process dies before the call does anything.
    DIE_BEFORE,
    /// The process dies when the call has done its work.
    DIE_AFTER,
    /// The call throws what only a bug throws.
    BUG,
    /// The call overflows the stack.
    OVERFLOW,
    /// The call finds no memory.
    EXHAUST,
    /// SIGTERM arrives before the call.
    STOP,
    /// From this call on the disk is full.
    FULL,
    /// A person puts a file at the destination before the call.
    HAND
  }

  /// What needs room on a disk.
  private static final Set<String> WRITING =
      Set.of(
          "Destination.stage",
          "Destination.swap",
          "Ledger.intend",
          "Ledger.settle",
          "Ledger.join",
          "Ledger.adopt");

  private final Ports real;
  private final SortedMap<Integer, Fault> faults;
  private final Disk disk;
  private final Map<Fault, Runnable> others = new EnumMap<>(Fault.class);
  private int calls;
  private boolean dead;
  private final Set<Content> seen = new HashSet<>();
  private String struck = "";

  public FaultyPorts(Ports real, Fault fault, int at) {
    this(real, Map.of(at, fault), new Disk());
  }

  /// @param faults what happens at which call, the first one is 1
  /// @param disk the one that all that writes stands on
  public FaultyPorts(Ports real, Map<Integer, Fault> faults, Disk disk) {
    this.real = real;
    this.faults = new TreeMap<>(faults);
    this.disk = disk;
    others.put(Fault.FULL, () -> disk.room(0));
  }

  /// Says what somebody else does when a fault means somebody else.
  public FaultyPorts when(Fault fault, Runnable what) {
    others.put(fault, what);
    return this;
  }

  /// The same ports, numbered.
  public Ports ports() {
    return new Ports(
        numbered(Mirror.class, real.mirror()),
        numbered(Destination.class, real.destination()),
        numbered(Checks.class, real.checks()),
        numbered(Service.class, real.service()),
        numbered(Probe.class, real.probe()),
        new Ports.Memory(
            numbered(Ledger.class, real.memory().ledger()),
            numbered(LedgerRemote.class, real.memory().remote()),
            numbered(StatusCache.class, real.memory().cache())),
        real.time());
  }

  /// Whether the pass was long enough to be struck wherever it was to be.
  public boolean hasStruck() {
    return faults.isEmpty() || calls >= faults.lastKey();
  }

  /// Which calls were struck; empty when the pass ended before.
  public String struck() {
    return struck;
  }

  /// What the pass saw at the destination.
  public Set<Content> seen() {
    return seen;
  }

  /// Whether the process died.
  public boolean isDead() {
    return dead;
  }

  /// The process is gone: what its finally blocks still call is not done either.
  public void die() {
    dead = true;
    throw new Killed();
  }

  private <T> T numbered(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    if (dead) {
      throw new Killed();
    }
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    Fault fault = faults.get(++calls);
    if (fault != null) {
      struck = struck.isEmpty() ? name : struck + ", " + name;
      before(fault, method, name);
    }
    if (WRITING.contains(name) && !disk.takes()) {
      throw new StepFailed(Failure.operator(step(name), "no space left on device", "make room"));
    }
    try {
      Object answer = method.invoke(target, arguments);
      if (answer instanceof Optional<?> there && there.orElse(null) instanceof Content content) {
        seen.add(content);
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      dead |= fault == Fault.DIE_AFTER;
      if (fault == Fault.FAIL_AFTER) {
        fail(method, name);
      }
    }
  }

  private void before(Fault fault, Method method, String name) throws StepFailed {
    switch (fault) {
      case FAIL -> fail(method, name);
      case FAIL_AFTER, DIE_AFTER -> {}
      case DIE_BEFORE -> die();
      case BUG -> throw new IllegalStateException("injected at " + name);
      case OVERFLOW -> throw new StackOverflowError("injected at " + name);
      case EXHAUST -> throw new OutOfMemoryError("injected at " + name);
      case STOP, FULL, HAND -> others.getOrDefault(fault, () -> {}).run();
    }
  }

  private static void fail(Method method, String name) throws StepFailed {
    if (Arrays.asList(method.getExceptionTypes()).contains(StepFailed.class)) {
      throw new StepFailed(Failure.retry(step(name), "injected at " + name, "nothing"));
    }
  }

  private static Step step(String name) {
    return switch (name.substring(0, name.indexOf('.'))) {
      case "Mirror" -> Step.LOOK;
      case "Destination" -> name.endsWith("stage") ? Step.STAGE : Step.SWAP;
      case "Checks" -> Step.CHECK;
      case "Service" -> Step.ACTIVATE;
      case "LedgerRemote" -> name.endsWith("push") ? Step.PUSH : Step.RECONCILE;
      case "Ledger" ->
          switch (name) {
            case "Ledger.intend" -> Step.INTEND;
            case "Ledger.settle", "Ledger.withdraw" -> Step.SETTLE;
            default -> Step.RECOVER;
          };
      default -> Step.SETTLE;
    };
  }

  /// A disk that takes so many more writes; without bounds at first.
  public static final class Disk {
    private int room = Integer.MAX_VALUE;

    /// From now on it takes so many writes, and then no more.
    public void room(int writes) {
      room = writes;
    }

    /// Whether it takes no more.
    public boolean isFull() {
      return room == 0;
    }

    private boolean takes() {
      if (room > 0 && room < Integer.MAX_VALUE) {
        return room-- > 0;
      }
      return room > 0;
    }
  }

  /// The process is gone.
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
