// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import com.google.gson.JsonElement;
import dev.lastgood.testkit.Npm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// axe-core, which npm brings: what in a page keeps somebody from using it.
public final class Accessibility {
  private static final String RUN =
      """
      axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
      }).then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id} (${rule.impact}): ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary}`)))
      """;

  private Accessibility() {}

  /// What is wrong with the page as it is shown now, a line each. The checker's own doings are
  /// heard as the page's: complaints are asked for before.
  public static List<String> violations(Tab tab) {
    if (tab.is("typeof axe === 'undefined'")) {
      JsonElement _ = tab.value(source() + "; true");
    }
    return tab.texts(RUN);
  }

  private static String source() {
    try {
      return Files.readString(Npm.accessibilityChecker());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
