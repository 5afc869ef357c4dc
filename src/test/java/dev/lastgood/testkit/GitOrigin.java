// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Somebody else's repository: a real bare one, whose history a test builds in one-liners.
///
/// Every commit goes through `git fast-import`, one process each. Commits are an hour apart,
/// starting in 2026, unless a [Change] says when.
public final class GitOrigin {
  /// 2026-01-01T00:00:00Z.
  private static final long EPOCH = 1_767_225_600L;

  private final Path directory;
  private int commits;

  private GitOrigin(Path directory) {
    this.directory = directory;
  }

  /// A new empty repository whose HEAD is `master`.
  public static GitOrigin create(Path directory) {
    return create(directory, "sha1");
  }

  /// A new empty repository of another object format, `sha1` or `sha256`.
  public static GitOrigin create(Path directory, String format) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.git(
        directory, "init", "-q", "--bare", "--object-format=" + format, "--initial-branch=master");
    return new GitOrigin(directory);
  }

  /// Where it is.
  public Path directory() {
    return directory;
  }

  /// Commits one file on top of a branch, creating the branch when needed.
  ///
  /// @return the commit's id
  public String commit(String branch, String path, String content) {
    return commit(branch, Change.of("change " + path).file(path, content));
  }

  /// Commits a change on top of a branch, creating the branch when needed.
  ///
  /// @return the commit's id
  public String commit(String branch, Change change) {
    return importCommit(branch, change, exists(branch) ? "refs/heads/" + branch + "^0" : "");
  }

  /// Merges another branch into a branch with a merge commit whose only file changes are the
  /// change's own; the rest is the first parent's.
  ///
  /// @return the merge's id
  public String merge(String branch, String other, Change change) {
    String base = "refs/heads/" + branch + "^0";
    return importCommit(branch, change, base + "\nmerge " + tip(other));
  }

  /// Points a branch at any commit, as a force push does.
  public void reset(String branch, String commit) {
    git("update-ref", "refs/heads/" + branch, commit);
  }

  /// Deletes a branch.
  public void delete(String branch) {
    git("update-ref", "-d", "refs/heads/" + branch);
  }

  /// Makes HEAD name another branch, existing or not.
  public void head(String branch) {
    git("symbolic-ref", "HEAD", "refs/heads/" + branch);
  }

  /// Makes HEAD a commit.
  public void detach(String commit) {
    git("update-ref", "--no-deref", "HEAD", commit);
  }

  /// Sets a configuration value, for example `uploadpack.allowFilter` to `true`.
  public GitOrigin configure(String key, String value) {
    git("config", key, value);
    return this;
  }

  /// The commit that a branch points at.
  public String tip(String branch) {
    return git("rev-parse", "refs/heads/" + branch);
  }

  /// The id of what is at a path of a branch's tip.
  public String blob(String branch, String path) {
    return git("rev-parse", "refs/heads/" + branch + ":" + path);
  }

  /// Runs `git` in the repository.
  public String git(String... arguments) {
    return Tool.git(directory, arguments);
  }

  /// Replaces a branch's tip by the same commit, signed with an ssh key.
  ///
  /// @return the signed commit's id
  public String signWithSsh(String branch, Path key) {
    return sign(
        branch, Map.of(), "-c", "gpg.format=ssh", "-c", "user.signingkey=" + key.toAbsolutePath());
  }

  /// Replaces a branch's tip by the same commit, signed with the only secret key of a GnuPG home.
  ///
  /// @return the signed commit's id
  public String signWithOpenPgp(String branch, Path gnupgHome, String user) {
    return sign(branch, Map.of("GNUPGHOME", gnupgHome.toString()), "-c", "user.signingkey=" + user);
  }

  private String sign(String branch, Map<String, String> environment, String... settings) {
    String commit = tip(branch);
    java.util.ArrayList<String> argv = new java.util.ArrayList<>(List.of("git"));
    argv.addAll(List.of(settings));
    argv.addAll(List.of("commit-tree", "-S", commit + "^{tree}"));
    for (String parent : git("show", "-s", "--format=%P", commit).split(" ")) {
      if (!parent.isEmpty()) {
        argv.addAll(List.of("-p", parent));
      }
    }
    Map<String, String> who = new java.util.HashMap<>(environment);
    String[] names = {"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"};
    String[] values = git("show", "-s", "--format=%an%n%ae%n%ad", "--date=raw", commit).split("\n");
    for (int i = 0; i < names.length; i++) {
      who.put(names[i], values[i]);
      who.put(names[i].replace("AUTHOR", "COMMITTER"), values[i]);
    }
    byte[] message = git("show", "-s", "--format=%B", commit).getBytes(StandardCharsets.UTF_8);
    String signed = Tool.run(directory, who, message, argv);
    reset(branch, signed);
    return signed;
  }

  private boolean exists(String branch) {
    String ref = "refs/heads/" + branch;
    return Files.exists(directory.resolve(ref)) || !git("for-each-ref", ref).isEmpty();
  }

  private String importCommit(String branch, Change change, String from) {
    long when = change.at() > 0 ? change.at() : EPOCH + 3600L * ++commits;
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    write(stream, "feature done\ncommit refs/heads/" + branch + "\nmark :1\n");
    write(stream, "author " + change.author() + " " + when + " +0000\n");
    write(stream, "committer " + change.committer() + " " + when + " +0000\n");
    data(stream, change.message().getBytes(StandardCharsets.UTF_8));
    if (!from.isEmpty()) {
      write(stream, "from " + from + "\n");
    }
    change.entries().forEach((path, entry) -> entry(stream, path, entry));
    write(stream, "\nget-mark :1\ndone\n");
    return Tool.run(
        directory,
        Map.of(),
        stream.toByteArray(),
        List.of("git", "fast-import", "--quiet", "--force"));
  }

  private static void entry(ByteArrayOutputStream stream, String path, Change.Entry entry) {
    String name = "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    switch (entry) {
      case Change.File(String mode, byte[] bytes) -> {
        write(stream, "M " + mode + " inline " + name + "\n");
        data(stream, bytes);
      }
      case Change.Submodule(String commit) ->
          write(stream, "M 160000 " + commit + " " + name + "\n");
      case Change.Gone() -> write(stream, "D " + name + "\n");
    }
  }

  private static void data(ByteArrayOutputStream stream, byte[] bytes) {
    write(stream, "data " + bytes.length + "\n");
    stream.writeBytes(bytes);
    write(stream, "\n");
  }

  private static void write(ByteArrayOutputStream stream, String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
