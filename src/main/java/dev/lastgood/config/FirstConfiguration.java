// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A configuration to begin with: one source, one target, and what is to be thought of next.
///
/// @param title the first line's comment
/// @param state the state directory
public record FirstConfiguration(String title, String state, Repository repository, File file) {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9/._@+-]*(:[A-Za-z0-9/._@+-]+)*");

  /// What YAML takes for the end of a line, or for none of a text.
  private static final Set<Character> UNSEEN = Set.of('\u2028', '\u2029', '\uFEFF');

  /// What YAML could take for something else than a word.
  private static final Pattern RESERVED = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  /// Where the file is read from.
  ///
  /// @param access `auth`, `ssh` and `tls`, each with its keys and their values
  public record Repository(
      String url, Optional<String> branch, Map<String, Map<String, String>> access) {}

  /// What is read, where it goes, and who reads it there.
  public record File(
      String path,
      Optional<String> destination,
      Optional<String> unit,
      Optional<String> preset,
      Optional<String> maxSize) {}

  /// The source's name: as the repository is called.
  public String source() {
    return name(repository.url.replaceFirst("/+$", "").replaceFirst("\\.git$", ""), "source");
  }

  /// The target's name: as the service or the file is called.
  public String target() {
    return file.preset.orElseGet(() -> name(file.path.replaceFirst("\\.[^./]*$", ""), "target"));
  }

  /// The last part of a path as a name may be.
  private static String name(String path, String otherwise) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    String plain =
        last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
    String name = plain.substring(0, Math.min(63, plain.length())).replaceAll("-+$", "");
    return name.isEmpty() ? otherwise : name;
  }

  private String destination() {
    String last = file.path.substring(file.path.lastIndexOf('/') + 1);
    return file.destination.orElse("/var/lib/" + target() + "/" + last);
  }

  /// The file. What it has in comments is right when it is taken out of them.
  public String text() {
    return """
    # %s
    # Every key: man lastgood.yaml. After a change: lastgood check-config

    # The record of every attempt, and the mirrors. The directory must exist, and be the passes' user's.
    state: %s

    sources:
      %s:
        url: %s
    %s%s    # How long the server may give no content before that is an error.
        stale-after: 24h

    targets:
      %s:
        source: %s
        path: %s
        # The directory must exist, and be the passes' user's; whoever reads the file needs a mode that lets them.
        destination: %s
    %s%s%s%s\
    """
        .formatted(
            title.replaceAll("\\s+", " "),
            quoted(state),
            source(),
            quoted(repository.url),
            repository.branch.map(name -> "    branch: " + quoted(name) + "\n").orElse(""),
            access(),
            target(),
            source(),
            quoted(file.path),
            quoted(destination()),
            file.maxSize.map(size -> "    max-size: " + quoted(size) + "\n").orElse(""),
            checks(),
            activation(),
            probe());
  }

  private String access() {
    StringBuilder text = new StringBuilder();
    repository.access.forEach((section, keys) -> {
      text.append("    ").append(section).append(":\n");
      keys.forEach((key, value) -> {
        text.append(key.equals("token-file") ? TOKEN : "");
        text.append("      %s: %s\n".formatted(key, quoted(value)));
      });
    });
    return text.toString();
  }

  private static final String TOKEN =
      """
            # Read at every pass, by the passes' user. The units that are shipped get a copy of root's own from systemd:
            # LoadCredential=token:FILE in a drop-in, and here "${CREDENTIALS_DIRECTORY}/token".
      """;

  private String checks() {
    return file.preset
        .map(name ->
            "    # Checks, and a probe, that fit this service: lastgood check-config --resolved\n"
                + "    preset: "
                + quoted(name)
                + "\n")
        .orElse(
            """
                # What must be true of the bytes before they go live. A program gets a copy of its own.
                #check:
                #  - yaml: {require-all: [some-key]}
                #  - command: [/usr/local/bin/check, "{file}"]
            """);
  }

  private String activation() {
    return file.unit
        .map(unit ->
            "    # How the service gets to read it: try-restart, restart or reload; or command:"
                + " [...].\n"
                + "    activate:\n"
                + "      systemd: {unit: "
                + quoted(unit)
                + ", action: try-restart}\n")
        .orElse(
            """
                # How the service gets to read it; none: it looks by itself.
                activate: none
                #activate:
                #  systemd: {unit: some.service, action: try-restart}
            """);
  }

  private String probe() {
    return file.preset.isPresent()
        ? ""
        : """
            # How the service is known to be well on it: green for the settle time, or what was live before goes back.
            # Without a probe a change is proven by its activation alone.
            #probe:
            #  http: http://127.0.0.1:8080/health
            #  timeout: 60s
            #  settle: 5s
        """;
  }

  /// A value as YAML has it, whatever is in it; a variable is none.
  private static String quoted(String value) {
    if (PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches()) {
      return value;
    }
    StringBuilder text = new StringBuilder("\"");
    value.replace("${", "$${").chars().forEach(unit -> text.append(escaped((char) unit)));
    return text.append('"').toString();
  }

  private static String escaped(char unit) {
    if (unit == '"' || unit == '\\') {
      return "\\" + unit;
    }
    boolean shown = unit >= ' ' && (unit < 0x7f || unit > 0xa0) && !UNSEEN.contains(unit);
    return shown ? String.valueOf(unit) : "\\u%04x".formatted((int) unit);
  }
}
