// SPDX-License-Identifier: Apache-2.0
package dev.lastgood;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Prints why a test was skipped, which Maven's own console output leaves out.
///
/// JUnit finds this class as a service.
public final class SkipReasons implements TestExecutionListener {
  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    print(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      print(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  private static void print(TestIdentifier test, String reason) {
    String where =
        switch (test.getSource().orElse(null)) {
          case MethodSource method -> method.getClassName() + "." + method.getMethodName() + " ";
          case null, default -> "";
        };
    System.out.println("Skipped: " + where + "[" + test.getDisplayName() + "] " + reason);
  }
}
