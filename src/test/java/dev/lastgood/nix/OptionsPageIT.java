// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lastgood.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/nixos-options.md` says what the module's options say of themselves.
final class OptionsPageIT {
  private static final Path PAGE = Path.of("docs/nixos-options.md");
  private static final String INTRODUCTION =
      """
      # NixOS options

      Generated from `nix/options.nix`. What they are for, and how they belong together: [nixos.md](nixos.md).
      """;

  @TempDir Path scratch;

  @Test
  void the_page_is_current() throws Exception {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    JsonElement options =
        new Nix(scratch).value("import " + Nix.CODE.resolve("tests/stub/options.nix"));

    assertThat(options.getAsJsonArray().asList())
        .map(JsonElement::getAsJsonObject)
        .filteredOn(option -> !option.get("readOnly").getAsBoolean())
        .filteredOn(option -> text(option, "example").isEmpty())
        .map(option -> text(option, "name"))
        .as("what says by its name what it is")
        .containsExactly("services.lastgood.enable", "services.lastgood.package");
    options.getAsJsonArray().forEach(option -> write(page, option.getAsJsonObject()));

    Golden.assertCurrent(PAGE, page.toString());
  }

  private static void write(StringBuilder page, JsonObject option) {
    page.append("\n## `").append(text(option, "name")).append("`\n\n");
    page.append(described(text(option, "description"))).append("\n\n");
    page.append("- Type: ").append(text(option, "type")).append('\n');
    value(page, "Default", text(option, "default"));
    value(page, "Example", text(option, "example"));
    if (option.get("readOnly").getAsBoolean()) {
      page.append("- Read-only\n");
    }
  }

  private static void value(StringBuilder page, String label, String value) {
    if (!value.isEmpty()) {
      page.append("- ")
          .append(label)
          .append(value.startsWith("\n") ? ":" : ": ")
          .append(value)
          .append('\n');
    }
  }

  /// NixOS' Markdown says what a literal is; plain Markdown does not.
  private static String described(String description) {
    return description.strip().replaceAll("\\{(manpage|option|command)}", "");
  }

  private static String text(JsonObject option, String key) {
    return option.get(key).getAsString();
  }
}
