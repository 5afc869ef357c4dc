// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.config.FirstConfiguration;
import dev.lastgood.model.Branch;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A first configuration, of what has been tried.
@Command(
    name = "init",
    description = "Write a first configuration, for a repository and a file that were tried.",
    footer = {
      "",
      "Asks the server for the branch and reads the file, as this user. Where that fails it says"
          + " why,",
      "and writes nothing; a file that exists is never overwritten.",
      "",
      "Example: over https with a token, over ssh with a key, and to look at it first",
      "  lastgood init --url https://git.example.org/app.git --path config/app.yaml"
          + " --token-file /etc/lastgood/token",
      "  lastgood init --url git@git.example.org:app.git --path config/app.yaml"
          + " --key-file /etc/lastgood/key --known-hosts-file /etc/lastgood/known_hosts",
      "  lastgood init --url https://git.example.org/app.git --path a.yaml -o ./lastgood.yaml"
    })
final class InitCommand implements Verb {
  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "The repository: https://, ssh://, git@host:path or file://.")
  private String url = "";

  @Option(names = "--path", paramLabel = "PATH", required = true, description = "The file in it.")
  private String path = "";

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "The branch to follow; else the one that the server names.")
  private Optional<String> branch = Optional.empty();

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--destination",
      paramLabel = "FILE",
      description = "Where the file goes; else /var/lib/TARGET, under its own name.")
  private Optional<Path> destination = Optional.empty();

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "The systemd unit that reads it, and is restarted; else none.")
  private Optional<String> unit = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "powersync",
      description = "Checks and a probe for a service that is known.")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      description = "How large the file may be; else 1MiB.")
  private Optional<String> maxSize = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The state directory; else /var/lib/lastgood.")
  private Path state = Path.of("/var/lib/lastgood");

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Where it is written; else where the configuration is looked for.")
  private Optional<Path> output = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Path file = output.orElse(session.configFile()).toAbsolutePath().normalize();
    requireFree(file);
    requireUnderstood();
    return new InitTrial(session, file, this::configuration).run();
  }

  private static void requireFree(Path file) throws UsageError {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageError(
          "",
          file + " exists, and is not overwritten.",
          "write another one: -o FILE; or look at it: lastgood check-config " + file);
    }
    if (!Files.isDirectory(file.resolveSibling("."))) {
      throw new UsageError(
          "", "there is no directory for " + file + ".", "make it, or name another file: -o FILE");
    }
  }

  private void requireUnderstood() throws UsageError {
    try {
      RemoteUrl.parse(url);
      new RepoPath(path);
      branch.ifPresent(Branch::new);
    } catch (IllegalArgumentException e) {
      throw new UsageError(
          "", String.valueOf(e.getMessage()), "lastgood help init has the options and examples");
    }
  }

  private FirstConfiguration configuration(String title, Optional<Branch> found) {
    return new FirstConfiguration(
        title,
        absolute(state),
        new FirstConfiguration.Repository(
            url, found.map(Branch::name).or(() -> branch), access.sections()),
        new FirstConfiguration.File(
            path, destination.map(InitCommand::absolute), unit, preset, maxSize));
  }

  static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }
}
