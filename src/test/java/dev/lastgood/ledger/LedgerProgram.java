// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Works on a ledger in a process of its own, so that a test can put that process under a tracer,
/// on a tiny disk, or behind `git fetch`.
///
/// Arguments: a state directory, then verbs. `deploy=TEXT` intends and settles; `refuse`
/// quarantines; `squeeze` settles on less and less space; `history` reads; `upload-pack` serves;
/// `push=URL` and `compare=URL` talk to a remote. A failure is printed on one line.
final class LedgerProgram {
  private final Path state;
  private final GitLedger ledger;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private LedgerProgram(Path state) {
    this.state = state;
    this.ledger = new GitLedger(state, "host1", () -> START);
  }

  static List<String> command(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Stream.concat(
            Stream.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerProgram.class.getName()),
            Stream.of(arguments))
        .toList();
  }

  public static void main(String[] arguments) throws IOException {
    IsolatedSystem.install();
    LedgerProgram program = new LedgerProgram(Path.of(arguments[0]));
    for (String verb : List.of(arguments).subList(1, arguments.length)) {
      try {
        program.run(verb);
      } catch (StepFailed e) {
        program.print(e.failure());
      }
    }
  }

  private void run(String verb) throws StepFailed, IOException {
    if (verb.startsWith("deploy=")) {
      deploy(LedgerSamples.content(verb.substring("deploy=".length())));
    } else if (verb.equals("refuse")) {
      Content live = live().orElseThrow();
      Content bad = LedgerSamples.content("bad");
      ledger.settle(LedgerSamples.rolledBack(live, bad), LedgerSamples.contents(live, bad));
    } else if (verb.equals("history")) {
      out.println("quarantine " + ledger.history(POWERSYNC).quarantine());
    } else if (verb.equals("squeeze")) {
      squeeze();
    } else if (verb.startsWith("push=")) {
      EntryId newest = ledger.history(POWERSYNC).newest().orElseThrow().id();
      remote(verb.substring("push=".length())).push(POWERSYNC, newest);
      out.println("pushed");
    } else if (verb.startsWith("compare=")) {
      out.println(remote(verb.substring("compare=".length())).compare(POWERSYNC));
    } else if (verb.equals("upload-pack")) {
      new LedgerArchive(state, "host1", () -> START).serve(System.in, System.out);
    } else {
      throw new IllegalArgumentException(verb);
    }
  }

  private LedgerRemote remote(String url) {
    return RecordHost.of(state, url).there();
  }

  private void deploy(Content content) throws StepFailed {
    Optional<Content> before = live();
    ledger.intend(
        LedgerSamples.plan(before, content),
        Intent.Phase.SWAPPING,
        LedgerSamples.contents(before.orElse(content), content));
    ledger.settle(LedgerSamples.deployed(before, content), LedgerSamples.contents(content));
    out.println("deployed " + content.text().strip());
  }

  private Optional<Content> live() throws StepFailed {
    return ledger
        .history(POWERSYNC)
        .live()
        .content()
        .map(blob -> {
          try {
            return ledger.content(POWERSYNC, blob);
          } catch (StepFailed e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /// After each failure, and with space again, the ledger must be whole.
  private void squeeze() throws IOException, StepFailed {
    Path ballast = state.resolve("ballast");
    for (int left = 0; left <= 64; left += 4) {
      fill(ballast, left * 1024L);
      try {
        deploy(LedgerSamples.content("squeezed " + left));
      } catch (StepFailed e) {
        print(e.failure());
      }
      Files.delete(ballast);
      out.println(
          "left "
              + left
              + " findings "
              + new LedgerArchive(state, "host1", () -> START).audit().problems());
      live();
    }
  }

  private static void fill(Path ballast, long left) throws IOException {
    long size = Files.getFileStore(ballast.resolveSibling("")).getUsableSpace() - left;
    byte[] block = new byte[4096];
    try (OutputStream stream = Files.newOutputStream(ballast)) {
      for (long written = 0; written + block.length <= size; written += block.length) {
        stream.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Failure failure) {
    out.printf(
        "failed %s %s: %s | %s%n",
        failure.step().word(), failure.remedy().word(), failure.message(), failure.hint());
  }
}
