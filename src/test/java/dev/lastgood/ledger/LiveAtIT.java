// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Swap;
import dev.lastgood.sync.port.Chain;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was live at a time, over long random records, against a model that plays them forward.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LiveAtIT {
  private static final Duration MOST = Duration.ofMillis(300);

  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @Test
  void equals_the_model_over_10_000_entries_and_answers_in_time() throws Exception {
    RandomChain written = new RandomChain(13);
    written.write(state, 10_000);
    compare(written, state, 30, 1);
  }

  @Test
  void equals_the_model_at_every_turn_of_shorter_ones() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      RandomChain written = new RandomChain(seed);
      written.write(state.resolve("" + seed), 300);
      compare(written, state.resolve("" + seed), 200, seed);
    }
  }

  private static void compare(RandomChain written, Path state, int questions, long seed)
      throws RequestFailed {
    Model model = new Model(written.entries());
    Chain chain = new LedgerArchive(state, "host1", Instant::now).chain(POWERSYNC);
    Random random = new Random(seed);
    List<Duration> all = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      Instant time = near(written.entries(), random);
      Duration before = cpu();
      LiveAt answer = LiveAt.of(chain, time);
      all.add(cpu().minus(before));
      assertThat(Optional.of(answer).flatMap(Answer::of)).as("%s", time).isEqualTo(model.at(time));
    }
    Collections.sort(all);
    assertThat(all.get(all.size() / 2)).as("the median of %s", all).isLessThan(MOST);
  }

  /// Of this thread: what others do on the machine is no part of the answer.
  private static Duration cpu() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  /// Around an entry, or in between; often around one before which the clock was set back.
  private static Instant near(List<Entry> entries, Random random) {
    int index = random.nextInt(entries.size());
    if (random.nextInt(4) == 0) {
      while (index > 0 && !entries.get(index).at().isBefore(entries.get(index - 1).at())) {
        index--;
      }
    }
    Instant at = entries.get(index).at();
    return switch (random.nextInt(4)) {
      case 0 -> at;
      case 1 -> at.minusMillis(random.nextLong(600_000));
      case 2 -> at.plusMillis(random.nextLong(600_000));
      default -> at.plusMillis(random.nextLong(Duration.ofHours(6).toMillis()));
    };
  }

  /// What is compared.
  private record Answer(
      Optional<BlobId> blob,
      Proof.Standing standing,
      Instant since,
      Optional<Instant> until,
      EntryId entry) {
    static Optional<Answer> of(LiveAt answer) {
      return switch (answer) {
        case LiveAt.Unrecorded _ -> Optional.empty();
        case LiveAt.Known known ->
            switch (known.cause()) {
              case LiveAt.Cause.Ended(Entry entry) ->
                  Optional.of(
                      new Answer(
                          known.live().content(),
                          known.standing(),
                          known.span().since(),
                          known.span().until(),
                          entry.id()));
              case LiveAt.Cause.UnderWay _ -> throw new AssertionError("no pass is under way");
            };
      };
    }
  }

  /// The record played forward: what happened, in its order.
  private static final class Model {
    /// From a time on this is the answer.
    private record Turn(Instant from, int entry, Answer answer) {}

    private final List<Entry> entries;
    private final List<Turn> turns = new ArrayList<>();

    Model(List<Entry> entries) {
      this.entries = entries;
      int source = 0;
      for (int i = 0; i < entries.size(); i++) {
        source = i > 0 && content(i - 1).equals(content(i)) ? source : i;
        add(i, source);
      }
    }

    private void add(int i, int source) {
      Entry entry = entries.get(i);
      Answer after = answer(i, source, entry.proof().standing());
      if (entry.swap().isPresent() && entry.swap().get().at().isBefore(entry.at())) {
        Swap swap = entry.swap().get();
        Instant end = swap.undoneAt().orElse(entry.at());
        boolean stays = swap.content().content().equals(content(i));
        Answer meanwhile =
            stays
                ? answer(i, source, Proof.Standing.PENDING)
                : new Answer(
                    swap.content().content(),
                    Proof.Standing.PENDING,
                    swap.at(),
                    Optional.of(end),
                    entry.id());
        boolean isNew = !swap.content().content().equals(entry.change().before().content());
        if (isNew || stays) {
          turns.add(new Turn(swap.at(), i, meanwhile));
        }
        Proof.Standing open = content(i).isPresent() ? Proof.Standing.PENDING : Proof.Standing.NONE;
        if (swap.undoneAt().isPresent() && end.isBefore(entry.at())) {
          turns.add(new Turn(end, i, answer(i, source, open)));
        }
      }
      turns.add(new Turn(entry.at(), i, after));
    }

    private Answer answer(int i, int source, Proof.Standing standing) {
      int next = i + 1;
      while (next < entries.size() && content(next).equals(content(i))) {
        next++;
      }
      return new Answer(
          content(i),
          standing,
          entries.get(source).liveFrom(),
          next < entries.size() ? Optional.of(entries.get(next).begins()) : Optional.empty(),
          entries.get(source).id());
    }

    private Optional<BlobId> content(int i) {
      return entries.get(i).after().content();
    }

    Optional<Answer> at(Instant time) {
      for (Turn turn : turns.reversed()) {
        if (!turn.from().isAfter(time)) {
          return Optional.of(turn.answer());
        }
      }
      return Optional.empty();
    }
  }
}
