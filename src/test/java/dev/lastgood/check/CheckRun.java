// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.Access;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Auth;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Content;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Place;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Verdict;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.NoContainers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A target with certain checks, and a way to run candidates through them.
final class CheckRun {
  private final List<CheckSpec> specs;
  private final List<String> allowances;
  private final Path file;
  private final Containers containers;

  CheckRun(CheckSpec... specs) {
    this(List.of(specs), List.of(), Path.of("/nowhere"), NoContainers.INSTANCE);
  }

  private CheckRun(
      List<CheckSpec> specs, List<String> allowances, Path file, Containers containers) {
    this.specs = specs;
    this.allowances = allowances;
    this.file = file;
    this.containers = containers;
  }

  CheckRun allowing(String... values) {
    return new CheckRun(specs, List.of(values), file, containers);
  }

  CheckRun staged(Path path) {
    return new CheckRun(specs, allowances, path, containers);
  }

  CheckRun reaching(Containers others) {
    return new CheckRun(specs, allowances, file, others);
  }

  Checks.Report check(Content content, Optional<Content> previous) {
    Checks.Subject subject =
        new Checks.Subject(
            content,
            previous,
            Checks.Permissions.of(allowances),
            judgement -> judgement.of(file, Map.of("LASTGOOD_TARGET", "app")));
    try {
      return new HostChecks(new CommandRunner(), containers).check(target(), subject);
    } catch (StepFailed e) {
      throw new AssertionError("no copy is made here", e);
    }
  }

  List<Verdict> readiness() {
    return new HostChecks(new CommandRunner(), containers).readiness(target());
  }

  /// A report as it stands in golden files.
  static String text(Checks.Report report) {
    return Stream.concat(
            report.verdicts().stream().map(CheckRun::text),
            report.changes().stream().map(change -> "* " + change + "\n"))
        .collect(Collectors.joining());
  }

  private static String text(Verdict verdict) {
    return verdict.check()
        + " "
        + verdict.result().word()
        + (verdict.message().isEmpty() ? "" : ": " + verdict.message())
        + (verdict.hint().isEmpty() ? "" : " (" + verdict.hint() + ")")
        + "\n";
  }

  private Target target() {
    Source source =
        new Source(
            new SourceName("app"),
            RemoteUrl.parse("https://git.example.org/app.git"),
            Optional.empty(),
            new Access(
                new Auth.Anonymous(),
                Optional.empty(),
                Optional.empty(),
                new Limits(Duration.ofSeconds(1), 1, 1, Duration.ofMinutes(10))),
            new SourcePolicy(
                Duration.ofDays(1),
                SourcePolicy.Rewrites.REFUSE,
                new Signatures(Signatures.Require.NONE, Optional.empty(), Optional.empty())));
    return new Target(
        new TargetName("app"),
        source,
        new RepoPath("app.yaml"),
        new Place(Path.of("/etc/app.yaml"), Optional.empty(), true, Place.OnDrift.HEAL),
        new Gate(1 << 20, specs),
        new Consumer(new Activation.None(), Optional.empty()));
  }
}
