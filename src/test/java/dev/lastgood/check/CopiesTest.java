// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.destination.FileDestination;
import dev.lastgood.model.Activation;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Place;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.testkit.Await;
import dev.lastgood.testkit.NoContainers;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a check's command does to what it is given, the judged bytes go live, and nothing
/// stays.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CopiesTest {
  private static final String GOOD = "v2: good\n";

  private final World world = new World();

  @TempDir private Path directory;
  private Path live;

  @BeforeEach
  void a_live_file() throws IOException {
    live = Files.createDirectory(directory.resolve("srv")).resolve("rules.yaml");
    Files.writeString(live, "v1: good\n");
    Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-r-----"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo formatted > \"$1\"",
        ": > \"$1\"",
        "truncate -s 3 \"$1\"",
        "echo more >> \"$1\"",
        "rm \"$1\"",
        "mv \"$1\" \"$1.bak\"; ln -s /etc/hostname \"$1\"; rm \"$1.bak\"",
        "rm \"$1\"; ln -s /nowhere \"$1\"",
        "rm \"$1\"; mkdir \"$1\"",
        "rm \"$1\"; mkfifo \"$1\"",
        "chmod 0777 \"$1\"",
        "chmod 0000 \"$1\"",
        "chown 12345:12345 \"$1\" 2>/dev/null || true",
        "echo new > \"$1.new\"; mv \"$1.new\" \"$1\"",
        "sed -i s/good/bad/ \"$1\"",
      })
  void what_a_command_does_to_its_copy_is_ignored(String script) throws IOException {
    assertThat(sync(command(script))).isInstanceOf(Outcome.Settled.class);

    assertThat(Files.readString(live)).isEqualTo(GOOD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
        .isEqualTo("rw-r-----");
    assertThat(Files.getAttribute(live, "unix:uid"))
        .isEqualTo(Files.getAttribute(directory, "unix:uid"));
    assertThat(beside()).containsExactlyInAnyOrder("rules.yaml", "rules.yaml.prev");
  }

  @Test
  void a_descriptor_that_is_kept_and_written_later_reaches_nothing() throws Exception {
    Path written = directory.resolve("written");
    Path go = directory.resolve("go");
    Outcome outcome =
        sync(
            command(
                "exec 3<>\"$1\"; (while [ ! -e %s ]; do sleep 0.05; done; echo evil >&3; touch %s)"
                        .formatted(go, written)
                    + " </dev/null >/dev/null 2>&1 &"));
    Files.createFile(go);
    Await.until("the late write", () -> Files.exists(written));

    assertThat(outcome).isInstanceOf(Outcome.Settled.class);
    assertThat(Files.readString(live)).isEqualTo(GOOD);
    assertThat(beside()).containsExactlyInAnyOrder("rules.yaml", "rules.yaml.prev");
  }

  @Test
  void each_command_judges_the_exact_bytes() throws IOException {
    CheckSpec exact = command("test \"$(cat \"$1\")\" = 'v2: good'");

    assertThat(sync(command("echo formatted > \"$1\""), exact, command("rm \"$1\""), exact))
        .isInstanceOf(Outcome.Settled.class);
    assertThat(Files.readString(live)).isEqualTo(GOOD);
  }

  @Test
  void a_copy_looks_as_the_destination_will_and_stands_beside_it() throws IOException {
    Path seen = directory.resolve("seen");

    sync(command("stat -c '%a %n' \"$1\" > " + seen + "; test \"$1\" = \"$LASTGOOD_FILE\""));

    assertThat(Files.readString(seen).strip())
        .matches("640 \\Q" + live.resolveSibling(".rules.yaml.lastgood-") + "\\E[0-9a-f]{16}");
    assertThat(Files.readString(live)).isEqualTo(GOOD);
  }

  @Test
  void a_refusal_leaves_nothing_either() throws IOException {
    assertThat(sync(command("echo bad > \"$1\"; exit 1"))).isInstanceOf(Outcome.Refused.class);

    assertThat(Files.readString(live)).isEqualTo("v1: good\n");
    assertThat(beside()).containsExactly("rules.yaml");
  }

  private Outcome sync(CheckSpec... checks) {
    Target old = world.target;
    world.target =
        new Target(
            old.name(),
            old.source(),
            old.path(),
            new Place(live, Optional.empty(), true, Place.OnDrift.HEAL),
            new Gate(1024, List.of(checks)),
            new Consumer(new Activation.None(), Optional.empty()));
    world.mirror.commit(GOOD);
    Ports simulated = world.ports();
    Ports ports =
        new Ports(
            simulated.mirror(),
            new FileDestination(Optional::empty),
            new HostChecks(new CommandRunner(), NoContainers.INSTANCE),
            simulated.service(),
            simulated.probe(),
            simulated.memory(),
            simulated.time());
    return new Deployer(ports, new CriticalSection())
        .pass(world.target, new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of()))
        .outcome();
  }

  private static CheckSpec command(String script) {
    return new CheckSpec.Command(
        List.of("/bin/sh", "-c", script, "check", "{file}"), Duration.ofSeconds(20));
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> files = Files.list(live.getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
