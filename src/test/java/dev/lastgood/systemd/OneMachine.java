// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Machine;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for a [WebArm] the same one: it takes seconds to boot.
///
/// What a test changes, [WebArm#afresh] undoes.
final class OneMachine implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(WebArm.class);
  }

  @Override
  public WebArm resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Optional<String> obstacle = Machine.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    return context
        .getRoot()
        .getStore(Namespace.create(OneMachine.class))
        .getOrComputeIfAbsent(WebArm.class, _ -> WebArm.installed(), WebArm.class);
  }
}
