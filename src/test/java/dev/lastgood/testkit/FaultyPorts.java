// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.deploy.Checks;
import dev.lastgood.deploy.Destination;
import dev.lastgood.deploy.Ledger;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Orders;
import dev.lastgood.deploy.Ports;
import dev.lastgood.deploy.Probe;
import dev.lastgood.deploy.Service;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/// Ports that number every call of a pass, and at one number fail or die.
public final class FaultyPorts {
  /// What happens at the chosen call.
  public enum Fault {
    /// The call reports a failure and does nothing.
    FAIL,
    /// The process dies before the call does anything.
    DIE_BEFORE,
    /// The process dies when the call has done its work.
    DIE_AFTER
  }

  private final Ports real;
  private final Fault fault;
  private final int at;
  private int calls;
  private boolean dead;
  private String struck = "";

  public FaultyPorts(Ports real, Fault fault, int at) {
    this.real = real;
    this.fault = fault;
    this.at = at;
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
            numbered(Orders.class, real.memory().orders()),
            numbered(Sightings.class, real.memory().sightings())),
        real.time());
  }

  /// How many calls there were.
  public int calls() {
    return calls;
  }

  /// Which call was struck; empty when the pass ended before.
  public String struck() {
    return struck;
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
      throw new Killed(); // what a dead process does not do, its finally blocks do not do either
    }
    boolean now = ++calls == at;
    if (now) {
      struck = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
    if (now && fault == Fault.DIE_BEFORE) {
      die();
    }
    boolean declared = Arrays.asList(method.getExceptionTypes()).contains(StepFailed.class);
    if (now && fault == Fault.FAIL && declared) {
      throw new StepFailed(Failure.retry(Step.SWAP, "injected at " + struck, "nothing"));
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (now && fault == Fault.DIE_AFTER) {
        dead = true;
      }
    }
  }

  private void die() {
    dead = true;
    throw new Killed();
  }

  /// The process is gone.
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
