// SPDX-License-Identifier: Apache-2.0
package dev.lastgood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person reads beside the program: it is in the packages, and leads on.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DocumentsIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist")).toAbsolutePath();

  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]\\n]+]\\(([^)\\s]+)\\)");

  @TempDir private Path scratch;

  @Test
  void what_a_unit_names_as_its_documentation_is_in_the_package() throws IOException {
    List<String> named = new ArrayList<>();
    for (Path unit : filesOf(DIST.resolve("lib/systemd/system"), "")) {
      String text = Files.readString(unit);
      assertThat(text).as("%s", unit).contains("\nDocumentation=");
      text.lines()
          .filter(line -> line.startsWith("Documentation="))
          .flatMap(line -> Arrays.stream(line.substring("Documentation=".length()).split(" ")))
          .forEach(named::add);
    }
    assertThat(named)
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(placeOf(name)).isRegularFile());
  }

  private static Path placeOf(String documentation) {
    if (documentation.startsWith("man:")) {
      String[] page = documentation.replaceAll("man:|\\)", "").split("\\(");
      return DIST.resolve("share/man/man%2$s/%1$s.%2$s.gz".formatted((Object[]) page));
    }
    String installed = "file:///usr/share/doc/lastgood/";
    assertThat(documentation).startsWith(installed);
    return DIST.resolve("doc").resolve(documentation.substring(installed.length()));
  }

  @Test
  void links_between_the_documents_lead_somewhere() throws IOException {
    int links = 0;
    for (Path page : filesOf(DIST.resolve("doc"), ".md")) {
      for (String link :
          LINK.matcher(Files.readString(page)).results().map(it -> it.group(1)).toList()) {
        if (!link.matches("[a-z]+:.*")) {
          assertLeadsSomewhere(page, link);
          links++;
        }
      }
    }
    assertThat(links).isGreaterThan(100);
  }

  private static void assertLeadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path there = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    assertThat(there).as("%s in %s", link, page).exists();
    assertThat(there).as("%s in %s", link, page).startsWith(DIST.resolve("doc"));
    if (parts.length == 2) {
      assertThat(anchors(there)).as("%s in %s", link, page).contains(parts[1]);
    }
  }

  /// As forges make them of headings.
  private static List<String> anchors(Path page) throws IOException {
    return Pattern.compile("(?m)^#+ (.*)$|<a id=\"([^\"]+)\">")
        .matcher(Files.readString(page))
        .results()
        .map(DocumentsIT::anchor)
        .toList();
  }

  private static String anchor(MatchResult heading) {
    return heading.group(1) == null
        ? heading.group(2)
        : heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
  }

  @Test
  void manual_pages_are_packed_with_the_date_of_the_build() throws IOException {
    List<Path> pages = filesOf(DIST.resolve("share/man"), ".gz");
    assertThat(pages).hasSameSizeAs(filesOf(Path.of("src/main/man"), ""));
    for (Path page : pages) {
      String text = Tool.run(scratch, "gzip", "-dc", page.toString());
      assertThat(text)
          .containsPattern("(?m)^\\.TH .* \"20\\d\\d-\\d\\d-\\d\\d\" \"lastgood \\d.*\"");
      byte[] packed = Files.readAllBytes(page);
      assertThat(Arrays.copyOfRange(packed, 3, 8)).as("no name, no time").containsOnly(0);
    }
  }

  @Test
  void man_finds_the_pages() {
    Tool.require("man");
    assertThat(
            Tool.run(
                scratch,
                Map.of("MANPAGER", "cat", "MANWIDTH", "80"),
                new byte[0],
                List.of("man", "-M", DIST.resolve("share/man").toString(), "lastgood-sync")))
        .contains("LASTGOOD-SYNC(1)")
        .contains("--dry-run");
  }

  @Test
  void the_debian_package_has_everything_where_debian_looks() throws IOException {
    Tool.require("dpkg-deb");
    Path deb = filesOf(DIST.resolveSibling("."), ".deb").getFirst();
    String content = Tool.run(scratch, "dpkg-deb", "--contents", deb.toString());
    assertThat(content)
        .contains(
            "./usr/share/man/man1/lastgood.1.gz\n",
            "./usr/share/man/man1/lastgood-quarantine-clear.1.gz\n",
            "./usr/share/man/man5/lastgood.yaml.5.gz\n",
            "./usr/share/bash-completion/completions/lastgood\n",
            "./usr/share/zsh/vendor-completions/_lastgood\n",
            "./usr/share/fish/vendor_completions.d/lastgood.fish\n",
            "./usr/share/doc/lastgood/README.md\n",
            "./usr/share/doc/lastgood/docs/operations.md\n")
        .doesNotContain("usr/lib/lastgood/doc", "usr/lib/lastgood/share/man");
  }

  private static List<Path> filesOf(Path directory, String end) throws IOException {
    try (Stream<Path> files = Files.walk(directory.normalize(), end.equals(".deb") ? 1 : 9)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(end))
          .sorted()
          .toList();
    }
  }
}
