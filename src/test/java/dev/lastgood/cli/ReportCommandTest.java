// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report as a command.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportCommandTest {
  @TempDir private Path directory;
  private CliWorld host;
  private Path page;

  @BeforeEach
  void write() throws IOException {
    host = new CliWorld(Files.createDirectory(directory.resolve("host")));
    for (String line : Files.readAllLines(Path.of("testdata/cli/log/world"))) {
      host.happen(line);
    }
    page = directory.resolve("report.html");
  }

  private static CliWorld.Said report(CliWorld world, Object... arguments) {
    return world.run(
        Stream.concat(Stream.of("report", "--html"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  @Test
  void it_has_the_words_of_status_and_every_entry() throws IOException {
    CliWorld.Said said = report(host, page);
    assertThat(said.exit()).isZero();
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(page + " is written: 3 entries, 3 of them whole");

    String html = Files.readString(page);
    String state =
        host.run("status", "--output", "json")
            .out()
            .replaceAll("(?s)^.*?\"state\":\"([a-z]+)\".*", "$1");
    assertThat(html)
        .contains("<title>lastgood on web-arm</title>", "<h3>powersync ", " " + state + "</span>")
        .doesNotContain(" ago");
    for (String entry : host.run("log", "--output", "json").out().lines().toList()) {
      String id = entry.replaceAll(".*\"entry\":\"([0-9a-f]+)\".*", "$1");
      assertThat(html).contains("data-entry=" + id);
    }
  }

  @Test
  void it_goes_to_standard_output_alone() {
    CliWorld.Said said = report(host, "-");
    assertThat(said.out()).startsWith("<!doctype html>\n").endsWith("</html>\n");
    assertThat(said.err()).contains("3 entries");
  }

  @Test
  void a_page_that_is_there_is_replaced_as_a_whole_and_keeps_its_permissions() throws IOException {
    Files.writeString(page, "an older page");
    Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-r-----"));
    report(host, page);

    assertThat(page).content().endsWith("</html>\n");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("host", "report.html");
    }
  }

  @Test
  void a_new_page_is_as_the_umask_says() throws Exception {
    report(host, page);
    Path another = directory.resolve("touched");
    Tool.run(directory, "touch", another.toString());
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(Files.getPosixFilePermissions(another));
  }

  @Test
  void a_directory_gets_the_page_and_files_with_every_entry() throws IOException {
    Path reports = directory.resolve("new/reports");
    CliWorld.Said said = report(host, reports + "/");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(report(host, reports).exit()).isZero(); // it is there now
    try (Stream<Path> files = Files.list(reports)) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("index.html", "powersync-1.html");
    }
    assertThat(reports.resolve("powersync-1.html")).content().contains("href=\"index.html\"");
  }

  @Test
  void where_there_is_no_directory_it_says_so() {
    CliWorld.Said said = report(host, directory.resolve("none/report.html"));
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err()).contains("can't write", "none/report.html: no such file", "Hint: ");
  }

  /// Whoever wants standard output as `/dev/stdout` must not lose that.
  @Test
  void what_is_no_regular_file_is_not_replaced() throws Exception {
    Path fifo = directory.resolve("fifo");
    Tool.run(directory, "mkfifo", fifo.toString());
    Path link = Files.createSymbolicLink(directory.resolve("stdout"), fifo);
    for (Path each : List.of(fifo, link)) {
      CliWorld.Said said = report(host, each);
      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.err()).contains(each + ": it is no regular file", "--html -");
    }
    assertThat(Files.readSymbolicLink(link)).isEqualTo(fifo);
    assertThat(Files.isRegularFile(fifo)).isFalse();
    assertThat(report(host, "").exit()).as("no name at all").isEqualTo(2);
  }

  @Test
  void where_a_directory_can_t_be_it_says_why() throws IOException {
    Files.writeString(page, "a file");
    assertThat(report(host, page + "/").err()).contains(page + ": it exists already");
  }

  @Test
  void a_copy_of_a_record_needs_neither_host_nor_configuration() throws IOException {
    CliWorld auditor = new CliWorld(Files.createDirectory(directory.resolve("auditor")));
    auditor.happen("config this is no configuration");
    Path ledger = directory.resolve("host/state/ledger.git");
    CliWorld.Said said = report(auditor, page, "--ledger", ledger);

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(page)
        .content()
        .contains("by its record", "the record in " + ledger, "live since ", "<dt>last pass</dt>");
  }

  @Test
  void targets_are_named_and_a_wrong_name_is_told() throws IOException {
    host.happen("two-targets");
    assertThat(report(host, page, "proxy", "powersync").exit()).isZero();
    assertThat(page).content().contains("<h3>proxy ", "<h3>powersync ");
    assertThat(report(host, page, "proxy").exit()).isZero();
    assertThat(page).content().contains("<h3>proxy ").doesNotContain("<h3>powersync ");
    assertThat(report(host, page, "prox").err()).contains("has no such target", "proxy");
    assertThat(List.of(host.run("report").exit(), report(host).exit())).containsOnly(2);
  }
}
