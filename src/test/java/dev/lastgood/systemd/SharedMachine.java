// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import dev.lastgood.testkit.Machine;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for a [InstalledMachine] the same one: it takes seconds to boot.
///
/// What a test changes, [InstalledMachine#afresh] undoes.
final class SharedMachine implements ExecutionCondition, ParameterResolver {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Machine.obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a Debian to boot"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(InstalledMachine.class);
  }

  @Override
  public InstalledMachine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedMachine.class))
        .getOrComputeIfAbsent(
            InstalledMachine.class, _ -> InstalledMachine.installed(), InstalledMachine.class);
  }
}
