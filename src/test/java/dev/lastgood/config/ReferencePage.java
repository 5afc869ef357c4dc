// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.Shape.Scalar;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the shapes as the reference page.
final class ReferencePage {
  private static final String INTRODUCTION =
      """
      # Configuration

      `/etc/lastgood.yaml`, or `--config FILE`, or `$LASTGOOD_CONFIG`. `lastgood check-config` reads
      it without touching anything else. This page and `share/lastgood.schema.json`, which lets
      editors complete the file, are generated from the definitions that the program reads with
      (`lastgood schema configuration` prints it, too); put this line on top of the file to use it:

      ```yaml
      # yaml-language-server: $schema=/path/to/lastgood/share/lastgood.schema.json
      ```

      ## Example

      ```yaml
      EXAMPLE```

      ## Rules

      - Strict YAML: UTF-8, one document, no duplicate keys, no tabs as indentation, no anchors,
        aliases or merge keys, 1 MiB at most. Unknown keys and wrong types are errors, with file, line, column and the
        nearest valid name; all of them are reported at once.
      - A **duration** is a number and `ms`, `s`, `m`, `h` or `d`: `500ms`, `30s`, `5m`, `24h`. What a pass
        waits for is at most 1 day, `stale-after` 3650 days.
      - A **size** is bytes, or a number and `KiB`, `MiB` or `GiB`: `65536`, `64KiB`.
      - A **path** on this host is absolute.
      - A **mode** is three octal digits in quotes: `"0644"`. Without quotes YAML reads another
        number.
      - A **command** is a list of program and arguments. The program is an absolute path, no shell
        reads it, and its environment carries `LASTGOOD_TARGET`, `LASTGOOD_FILE` and, where they are
        known, `LASTGOOD_COMMIT`, `LASTGOOD_PREVIOUS_FILE` and `LASTGOOD_PREVIOUS_COMMIT`. The locale
        is `LC_ALL=C.UTF-8`, whatever it is outside: a program must not do other than by hand.
      - `${NAME}` in a value is replaced from the environment; an unset variable is an error. `$${`
        stands for the two characters `${`.
      - Secrets are never in this file: it names the files that hold them.
      """;

  private final StringBuilder page = new StringBuilder();
  private final IdentityHashMap<Section<?>, String> sections = new IdentityHashMap<>();

  static String write(Section<?> root, String example) {
    ReferencePage reference = new ReferencePage();
    reference.page.append(INTRODUCTION.replace("EXAMPLE", example));
    reference.section("", root);
    reference.presets();
    return reference.page.toString();
  }

  private void section(String path, Section<?> section) {
    @Nullable String shown = sections.putIfAbsent(section, path);
    if (shown != null) {
      page.append("\n## `%s`\n\nAs `%s`.\n".formatted(path, shown));
      return;
    }
    page.append("\n## ").append(path.isEmpty() ? "The file" : "`" + path + "`").append("\n\n");
    page.append(section.doc()).append("\n\n");
    page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    section.keys().forEach(key -> row(section, key));
    section
        .keys()
        .forEach(
            key -> subsections(path.isEmpty() ? key.name() : path + "." + key.name(), key.shape()));
  }

  private void row(Section<?> section, Key<?> key) {
    String standing =
        switch (key.presence()) {
          case Key.Required<?> _ -> "**required**";
          case Key.Chosen<?> _ -> "one of " + names(section.choice().of());
          case Key.Left<?> left -> left.meaning();
          case Key.Fallback<?> fallback -> "`" + fallback.yaml() + "`";
        };
    String with =
        key.with().isEmpty()
            ? ""
            : key.with().stream()
                .map(owner -> "`" + owner.name() + "`")
                .collect(Collectors.joining(" or ", " Goes with ", "."));
    page.append(
        "| `%s` | %s | %s | %s%s |\n"
            .formatted(
                key.name(), value(key.shape()), standing, key.doc().replace("|", "\\|"), with));
  }

  private static String value(Shape<?> shape) {
    return switch (shape) {
      case Scalar<?> scalar when scalar.kind() == Syntax.SWITCH -> "`true`, `false`";
      case Scalar<?> scalar when !scalar.words().isEmpty() ->
          scalar.words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
      case Scalar<?> scalar -> scalar.kind().noun().replaceFirst("^an? ", "");
      case Many<?> many when many.element() instanceof Section<?> ->
          many.noun().replaceFirst("^a ", "") + ", below";
      case Many<?> many when many.equals(Scalars.COMMAND) -> "command";
      case Many<?> many -> "list of " + value(many.element());
      case Named<?> named when named.value() instanceof Section<?> -> "sections by name, below";
      case Named<?> named -> named.noun() + " and " + value(named.value());
      case Either<?> either -> value(either.one()) + ", or " + value(either.other());
      case Section<?> section ->
          section.keys().size() <= 2
              ? "`{" + section.names().stream().collect(Collectors.joining(", ")) + "}`, below"
              : "section, below";
    };
  }

  private void subsections(String path, Shape<?> shape) {
    switch (shape) {
      case Scalar<?> _ -> {}
      case Many<?> many -> subsections(path + "[]", many.element());
      case Named<?> named -> subsections(path + ".<" + named.noun() + ">", named.value());
      case Either<?> either -> {
        subsections(path, either.one());
        subsections(path, either.other());
      }
      case Section<?> section -> section(path, section);
    }
  }

  private void presets() {
    page.append(
        "\n"
            + "## Presets\n\n"
            + "A preset is merged into the target that names it. Its checks, and the questions of"
            + " its `deploy-when`, come\n"
            + "before the target's own. Of its `probe`, the target's own keys win; a target that"
            + " asks with `command` or `systemd` keeps only the timing, as does one with\n"
            + "a question of its own where the preset has several.\n");
    preset("`powersync`", Map.of());
    preset(
        "`powersync: {url: URL, token-file: TOKEN-FILE, wait-active: true, wait-at-most:"
            + " WAIT-AT-MOST}`",
        Map.of("token-file", "", "wait-active", "true"));
  }

  private void preset(String name, Map<String, String> given) {
    page.append("\n### ").append(name).append("\n\n```yaml\n");
    page.append(PowerSyncPreset.text(given)).append("```\n");
  }

  private static String names(List<Key<?>> keys) {
    return keys.stream().map(key -> "`" + key.name() + "`").collect(Collectors.joining(", "));
  }
}
