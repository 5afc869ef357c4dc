// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import dev.lastgood.testkit.Machine;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for a [WebArm] the same one: it takes seconds to boot.
///
/// What a test changes, [WebArm#afresh] undoes.
final class OneMachine implements ExecutionCondition, ParameterResolver {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Machine.obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a Debian to boot"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(WebArm.class);
  }

  @Override
  public WebArm resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(OneMachine.class))
        .getOrComputeIfAbsent(WebArm.class, _ -> WebArm.installed(), WebArm.class);
  }
}
