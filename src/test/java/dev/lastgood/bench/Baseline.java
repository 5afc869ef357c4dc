// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What anybody could run instead: a few lines of shell around stock `git` and `curl`.
final class Baseline implements Contender {
  private static final String BRANCH = "refs/heads/master";
  private static final String MIRROR = "+" + BRANCH + ":" + BRANCH;

  private final Stand stand;
  private final Steps steps;
  private final Function<PushedRepository, List<String>> expected;

  private Baseline(Stand stand, Steps steps, Function<PushedRepository, List<String>> expected) {
    this.stand = stand;
    this.steps = steps;
    this.expected = expected;
  }

  /// Shell scripts, all but the measured one may be empty.
  ///
  /// @param before the upstream moves
  /// @param measured the step itself
  /// @param after prints more of what it came to
  private record Steps(String before, String measured, String after) {}

  /// Asks what the branch is at.
  static Entrant lsRemote() {
    Steps steps = new Steps("", "git ls-remote \"$URL\" " + BRANCH, "");
    return entrant("git ls-remote", steps, upstream -> List.of(upstream.tip()));
  }

  /// Downloads the file and compares its hash.
  static Entrant rawFile() {
    Steps steps = new Steps("", "curl -sSf -o raw \"$RAW\" && sha256sum raw", "");
    return entrant("curl", steps, upstream -> List.of(sha256(upstream.rules())));
  }

  /// Fetches into a shallow clone that is kept.
  static Entrant keptFetch() {
    String fetch = "git -C kept fetch -q --depth=1 \"$URL\" " + MIRROR;
    Steps steps =
        new Steps(
            "test -d kept || git init -q --bare kept && git -C kept config gc.auto 0 && " + fetch,
            fetch,
            read("kept"));
    return entrant("git fetch, kept", steps, Baseline::tipAndRules);
  }

  /// Fetches the tip's tree from nothing.
  static Entrant freshFetch() {
    Steps steps =
        new Steps(
            "rm -rf new",
            "git init -q --bare new && git -C new fetch -q --depth=1 \"$URL\" " + MIRROR,
            read("new"));
    return entrant("git fetch, fresh", steps, Baseline::tipAndRules);
  }

  /// Fetches as little as stock git can.
  static Entrant freshTreeless() {
    Steps steps =
        new Steps(
            "rm -rf new",
            "git clone -q --bare --depth=1 --filter=tree:0 --single-branch --branch=master "
                + "\"$URL\" new && git -C new cat-file blob \"master:$RULES\"",
            read("new"));
    return entrant("git tree:0, fresh", steps, Baseline::tipAndRules);
  }

  /// Fetches into a clone that is kept without blobs, and asks who changed the file.
  static Entrant keptHistory() {
    String fetch = "git -C kept fetch -q --no-tags origin " + MIRROR;
    Steps steps =
        new Steps(
            "test -d kept || git clone -q --bare --filter=blob:none --single-branch "
                + "--branch=master \"$URL\" kept && git -C kept config gc.auto 0 && "
                + fetch
                + " && git -C kept update-ref refs/bench/before master",
            fetch
                + " && git -C kept log --format=%H refs/bench/before..master -- \"$RULES\""
                + " && git -C kept cat-file blob \"master:$RULES\"",
            read("kept"));
    return entrant("git log, kept", steps, Baseline::tipAndRules);
  }

  private static Entrant entrant(
      String name, Steps steps, Function<PushedRepository, List<String>> expected) {
    return new Entrant("`" + name + "`", stand -> new Baseline(stand, steps, expected));
  }

  private static String read(String repository) {
    String git = "git -C " + repository + " ";
    return git + "rev-parse " + BRANCH + " && " + git + "cat-file blob \"master:$RULES\"";
  }

  private static List<String> tipAndRules(PushedRepository upstream) {
    return List.of(upstream.tip(), new String(upstream.rules(), StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void ready() throws IOException {
    if (!steps.before().isEmpty()) {
      stand.shell().run(script(steps.before()));
    }
  }

  @Override
  public ScriptTimer.Script script() {
    return script(steps.measured());
  }

  @Override
  public void check(ScriptTimer.Said said) throws IOException {
    String all =
        steps.after().isEmpty()
            ? said.out()
            : said.out() + stand.shell().run(script(steps.after())).out();
    for (String each : expected.apply(stand.upstream())) {
      if (!all.contains(each)) {
        throw new AssertionError(steps.measured() + "\ndid not bring " + each + "\nbut " + all);
      }
    }
  }

  @Override
  public void tidy() throws IOException {
    stand.shell().run(script("rm -rf new raw"));
  }

  private ScriptTimer.Script script(String text) {
    Map<String, String> environment =
        new HashMap<>(stand.link().environment(stand.upstream().name()));
    environment.put("PLACE", stand.directory().toString());
    return new ScriptTimer.Script("cd \"$PLACE\" && " + text, environment);
  }
}
