// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Verdict;
import dev.lastgood.service.RequestedContainers;
import dev.lastgood.testkit.ContainersConf;
import dev.lastgood.testkit.Machine;
import dev.lastgood.testkit.Npm;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real parser in a real container of podman, laid out as PowerSync's image, asked through
/// request files that the shipped unit answers.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParserInContainerIT {
  private static final Path CASES = Path.of("testdata/powersync-cases");

  /// What `ldd` says is copied as well: the image holds nothing but Node and the parser.
  private static final String IMAGE =
      """
      mkdir -p usr/bin tmp app/packages
      cp "$1" usr/bin/node
      for library in $(ldd "$1" | grep -o '/[^ ]*'); do
        mkdir -p ".${library%/*}"
        cp -L "$library" ".$library"
      done
      cp -r "$2/node_modules" app/
      rm -r app/node_modules/.bin
      cp -r app/node_modules/@powersync/service-sync-rules app/packages/sync-rules
      """;

  private static final String INSTALL =
      "mkdir -p /etc/containers; cat > /etc/containers/containers.conf <<'END'\n"
          // The machine has no controllers to give.
          + ContainersConf.of("crun")
              .replace("[containers]", "[containers]\ncgroups = \"disabled\"")
          + "END\n"
          + """
          mkdir -p /usr/lib/lastgood/libexec /run/systemd/system/lastgood-units.service.d
          cp /srv/libexec/answer-unit-requests /usr/lib/lastgood/libexec/
          cp /srv/check/judge-sync-rules.js /usr/lib/lastgood/libexec/judge-sync-rules
          cp /srv/units/lastgood-units.* /run/systemd/system/
          cat > /run/systemd/system/lastgood-units.service.d/units.conf <<'END'
          [Service]
          Environment="UNITS=parser:powersync parser-image:localhost/powersync:1"
          END
          install -d -m 0755 /run/lastgood /run/lastgood/units
          install -d -m 0700 -o nobody /run/lastgood/units/requests
          install -d -m 0750 -g nogroup /run/lastgood/units/answers
          systemctl daemon-reload
          systemctl start lastgood-units.path podman.socket
          tar -C /srv/image -c . | podman import --quiet - localhost/powersync:1
          podman run --detach --name powersync --network none --user 901 --read-only --entrypoint node localhost/powersync:1 \
            -e 'setInterval(() => {}, 1000)'
          """;

  @TempDir Path directory;

  @Test
  void the_running_container_and_its_image_judge() throws Exception {
    assumeTrue(Machine.obstacle().isEmpty(), Machine.obstacle().orElse(""));
    Path image = Files.createDirectory(directory.resolve("image"));
    Tool.run(image, "sh", "-ec", IMAGE, "sh", Npm.node().toString(), Npm.parser("0.38.1") + "");
    try (Machine machine = booted(image)) {
      machine.run(INSTALL);
      assertJudged(machine, new RulesParser.Container(Optional.of("powersync")));
      assertJudged(machine, new RulesParser.Image("localhost/powersync:1"));

      machine.run("podman stop --time 0 powersync");
      Verdict stopped =
          judge(machine, new RulesParser.Container(Optional.of("powersync")), "good-global.yaml");
      assertThat(stopped.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
      assertThat(stopped.message())
          .isEqualTo("PowerSync's parser could not judge: no container powersync is running");
    }
  }

  private static void assertJudged(Machine machine, RulesParser.Where where) throws Exception {
    assertThat(judge(machine, where, "bad-limit.yaml").message())
        .isEqualTo("PowerSync's parser 0.38.1: line 4, column 35: LIMIT is not supported");
    assertThat(judge(machine, where, "good-global.yaml").message())
        .isEqualTo("PowerSync's parser 0.38.1 accepts it");
  }

  private static Verdict judge(Machine machine, RulesParser.Where where, String file)
      throws Exception {
    RulesParser parser = new RulesParser(where, Duration.ofSeconds(60));
    Content content = Content.of(Files.readAllBytes(CASES.resolve(file)));
    return new CheckRun(new CheckSpec.PowerSyncRules(false, Optional.of(parser)))
        .reaching(new RequestedContainers(machine.path("/run/lastgood/units")))
        .check(content, Optional.of(content))
        .verdicts()
        .getLast();
  }

  private Machine booted(Path image) throws Exception {
    Path sources = Path.of("src/main").toAbsolutePath();
    return Machine.boot(
        directory,
        "--bind-ro=" + image + ":/srv/image",
        "--bind-ro=" + sources.resolve("dist/libexec") + ":/srv/libexec",
        "--bind-ro=" + sources.resolve("dist/lib/systemd/system") + ":/srv/units",
        "--bind-ro=" + sources.resolve("resources/dev/lastgood/check") + ":/srv/check");
  }
}
