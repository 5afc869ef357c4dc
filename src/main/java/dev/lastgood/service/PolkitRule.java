// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

/// The rule that lets an ordinary user restart one unit and nothing else.
final class PolkitRule {
  private PolkitRule() {}

  static String hint(String unit) {
    return "allow it in /etc/polkit-1/rules.d/50-lastgood.rules: "
        + "polkit.addRule(function(action, subject) { "
        + "if (action.id == \"org.freedesktop.systemd1.manage-units\""
        + " && subject.user == \"%s\"".formatted(System.getProperty("user.name", "lastgood"))
        + " && action.lookup(\"unit\") == \"%s\"".formatted(unit)
        + " && [\"restart\", \"try-restart\", \"reload\", \"reset-failed\"]"
        + ".indexOf(action.lookup(\"verb\")) >= 0)"
        + " return polkit.Result.YES; });";
  }
}
