// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.Failure;
import dev.lastgood.model.MessageField;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Notifier.Method;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetState;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.ObservedHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who hears what of what is seen, pass by pass.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class NotificationsTest {
  @TempDir private Path state;
  private final ManualClock clock = new ManualClock();
  private Predicate<Inbox.Request> taken = _ -> true;
  private int otherwise = 503;
  private Inbox inbox;
  private Notifications notifications;

  @BeforeEach
  void open() throws IOException {
    inbox = new Inbox(request -> taken.test(request) ? 200 : otherwise);
    notifications = notifications(webhook());
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  private Notifications notifications(Notifier... notifiers) {
    return new Notifications(
        Arrays.asList(notifiers),
        new Notifications.Surroundings(state, "web-arm", clock, () -> ZoneOffset.UTC));
  }

  private Notifier webhook() {
    return webhook(EnumSet.of(TargetState.WAITING, TargetState.FAILING, TargetState.STRANDED));
  }

  private Notifier webhook(Set<TargetState> on) {
    return new Notifier(
        new Notifier.Webhook(
            new Address.Given(URI.create(inbox.url())), Method.POST, Map.of(), new Body.Whole()),
        on,
        Duration.ofHours(24),
        Duration.ofSeconds(10));
  }

  private static Notifier command(Duration timeout, String... argv) {
    return new Notifier(
        new Notifier.Command(
            Stream.of(argv).map(MessageTemplate::new).toList(), new MessageTemplate("{message}")),
        EnumSet.of(TargetState.WAITING),
        Duration.ofHours(24),
        timeout);
  }

  /// What a pass sees of one target, or of several.
  private List<Attempt> see(Standing... standings) {
    clock.sleep(Duration.ofMinutes(5));
    Set<String> targets = Set.of("powersync", "proxy");
    return notifications.tell(
        new Letters.Agenda(List.of(standings), clock.now(), Optional.of(targets)));
  }

  private static Standing powersync(TargetState state, String about) {
    return Messages.standing("powersync", state, about);
  }

  /// What arrived since, as `kind state`.
  private List<String> heard() {
    List<String> heard =
        inbox.requests.stream()
            .filter(taken)
            .map(Inbox.Request::json)
            .map(json -> json.get("kind").getAsString() + " " + json.get("state").getAsString())
            .toList();
    inbox.requests.clear();
    return heard;
  }

  private List<String> ids() {
    return inbox.requests.stream().map(request -> request.header("Idempotency-key")).toList();
  }

  @Test
  void where_no_pass_can_begin_is_told_with_what_mends_it() {
    ObservedHost host = new ObservedHost(notifications);
    host.world.mirror.commit("v1");
    host.sync();
    assertThat(heard()).isEmpty();
    host.broken = Optional.of(Failure.operator(Step.LOCK, "no walls", "build some"));
    host.sync();

    assertThat(inbox.requests).hasSize(1);
    assertThat(inbox.requests.getFirst().json().get("message").getAsString())
        .startsWith(
            "[web-arm] powersync: failing, no pass can begin until an operator acts\n\nlive  ")
        .contains("why      no walls\n", "next     build some\n");
    inbox.requests.clear();
    host.sync();
    assertThat(heard()).isEmpty();
    host.broken = Optional.empty();
    host.sync();
    assertThat(heard()).containsExactly("recovered good");
  }

  /// What keeps passes from being made there may be nothing that this process sees.
  @Test
  void a_unit_that_failed_ends_nothing_that_was_told() {
    ObservedHost host = new ObservedHost(notifications);
    host.world.mirror.commit("v1");
    host.sync();
    host.broken = Optional.of(Failure.operator(Step.LOCK, "no walls", "build some"));
    host.sync();
    assertThat(heard()).containsExactly("changed failing");

    notifications.unitFailed(exited(3), host::now);
    assertThat(heard()).containsExactly("changed failed");
    host.sync();
    assertThat(heard()).isEmpty();
  }

  @Test
  void a_unit_that_failed_for_want_of_its_state_directory_is_not_told_beside_that() {
    ObservedHost host = new ObservedHost(notifications);
    host.world.mirror.commit("v1");
    host.sync();
    host.unusable = Optional.of(Failure.operator(Step.LOCK, "no directory", "make it"));
    host.sync();
    assertThat(heard()).containsExactly("changed failing");

    notifications.unitFailed(exited(3), host::now);
    assertThat(heard()).isEmpty();
    notifications.told(host::now);
    assertThat(heard()).isEmpty();
    host.unusable = Optional.empty();
    notifications.told(host::now);
    assertThat(heard()).containsExactly("recovered good");
  }

  @Test
  void a_bug_is_not_explained_by_what_is_no_failure() {
    ObservedHost host = new ObservedHost(notifications);
    host.world.mirror.commit("v1");
    host.sync();
    host.world.mirror.commit("bad-yaml");
    host.sync();
    assertThat(heard()).containsExactly("changed waiting");

    notifications.unitFailed(exited(1), host::now);
    assertThat(heard()).containsExactly("changed failed");
  }

  private static FailedUnit exited(int status) {
    return new FailedUnit(
        "lastgood.service", new FailedUnit.End.Exited(status, "its meaning"), Optional.empty());
  }

  @Test
  void a_reminder_comes_once_for_each_interval() {
    see(powersync(TargetState.WAITING, "a"));
    heard();
    for (int pass = 0; pass < 12 * 49; pass++) {
      see(powersync(TargetState.WAITING, "a"));
    }
    assertThat(heard()).containsExactly("reminder waiting", "reminder waiting");
    clock.set(Duration.ofDays(-400));
    see(powersync(TargetState.WAITING, "a"));
    assertThat(heard()).as("the clock was wrong").containsExactly("reminder waiting");
  }

  @Test
  void what_is_told_to_one_is_not_told_to_another() {
    notifications = notifications(webhook(), command(Duration.ofSeconds(10), "/bin/false"));
    see(powersync(TargetState.WAITING, "a"));
    assertThat(heard()).containsExactly("changed waiting");

    List<Attempt> attempts = see(powersync(TargetState.WAITING, "a"));

    assertThat(heard()).isEmpty();
    assertThat(attempts)
        .extracting(Attempt::recipient)
        .as("the one who has not heard it")
        .containsExactly("notify[1], /bin/false");
    notifications = notifications(command(Duration.ofSeconds(10), "/bin/true"), webhook());
    assertThat(see(powersync(TargetState.WAITING, "a")))
        .extracting(Attempt::recipient)
        .as("somebody else, and the first one at another place")
        .containsExactly("notify[0], /bin/true");
  }

  @Test
  void the_next_pass_tries_again_with_the_same_id_and_in_order() {
    taken = _ -> false;
    see(powersync(TargetState.WAITING, "a"));
    see(powersync(TargetState.STRANDED, "a"));
    see(powersync(TargetState.GOOD, ""));
    List<String> tried = ids();
    assertThat(tried).hasSize(3).allMatch(tried.getFirst()::equals);
    inbox.requests.clear();
    taken = _ -> true;
    see(powersync(TargetState.GOOD, ""));

    assertThat(ids().getFirst()).isEqualTo(tried.getFirst());
    assertThat(heard()).containsExactly("changed waiting", "changed stranded", "recovered good");
  }

  @Test
  void of_one_who_is_out_of_reach_the_newest_are_kept_and_the_rest_is_counted() {
    taken = _ -> false;
    for (int flap = 0; flap < 10; flap++) {
      see(powersync(TargetState.WAITING, "a" + flap));
    }
    inbox.requests.clear();
    taken = _ -> true;
    see(powersync(TargetState.WAITING, "b"));
    assertThat(inbox.requests).hasSize(8);
    assertThat(inbox.requests.getLast().json().get("details").getAsString())
        .contains("missing  3 earlier messages could not be delivered");
    inbox.requests.clear();
    see(powersync(TargetState.GOOD, ""));
    assertThat(inbox.requests.getFirst().json().get("details").getAsString())
        .doesNotContain("missing");
  }

  @Test
  void the_message_that_takes_the_place_of_one_says_that_it_is_missing() {
    taken = _ -> false;
    for (int flap = 0; flap < 9; flap++) {
      see(powersync(TargetState.WAITING, "a" + flap));
    }
    inbox.requests.clear();
    taken = _ -> true;
    see(powersync(TargetState.WAITING, "a8"));
    assertThat(inbox.requests).hasSize(8);
    assertThat(inbox.requests.getLast().json().get("details").getAsString())
        .contains("missing  1 earlier message could not be delivered");
  }

  /// Else one message that a server never takes would keep all others from everybody.
  @Test
  void what_is_refused_for_what_it_says_holds_up_nothing() {
    otherwise = 400;
    taken = request -> !request.json().get("state").getAsString().equals("stranded");
    see(powersync(TargetState.STRANDED, ""), Messages.standing("proxy", TargetState.WAITING, ""));
    assertThat(heard()).containsExactly("changed waiting");
    see(powersync(TargetState.GOOD, ""), Messages.standing("proxy", TargetState.WAITING, ""));
    assertThat(heard()).containsExactly("recovered good");
  }

  @Test
  @Timeout(60)
  void one_that_hangs_holds_up_nobody_else_and_the_pass_no_longer_than_its_bound() {
    notifications = notifications(command(Duration.ofSeconds(3), "/bin/sleep", "60"), webhook());
    AtomicLong arrived = new AtomicLong();
    taken = _ -> arrived.updateAndGet(at -> at == 0 ? System.nanoTime() : at) != 0;

    long began = System.nanoTime();
    List<Attempt> attempts = see(powersync(TargetState.WAITING, "a"));
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(Duration.ofNanos(arrived.get() - began)).isLessThan(Duration.ofSeconds(3));
    assertThat(notifications.bound()).isEqualTo(Duration.ofSeconds(26));
    assertThat(heard()).containsExactly("changed waiting");
    assertThat(attempts)
        .extracting(Attempt::failure)
        .containsExactly(Optional.of("it did not end within 3 s"), Optional.empty());
  }

  @Test
  void what_there_was_no_time_for_is_not_said_to_have_arrived() {
    taken =
        _ -> {
          clock.sleep(Duration.ofSeconds(11));
          return true;
        };
    List<Attempt> attempts =
        see(
            powersync(TargetState.WAITING, "a"),
            Messages.standing("proxy", TargetState.WAITING, "a"));

    assertThat(attempts).extracting(Attempt::subject).containsExactly("powersync", "proxy");
    assertThat(attempts)
        .extracting(Attempt::failure)
        .containsExactly(
            Optional.empty(), Optional.of("there was no time left for it; the next pass tells it"));
    assertThat(see(powersync(TargetState.WAITING, "a")))
        .extracting(Attempt::subject)
        .containsExactly("proxy");
  }

  @Test
  void one_that_does_not_come_back_is_not_said_to_have_been_told() {
    CountDownLatch over = new CountDownLatch(1);
    List<Recipient> one = Recipient.all(List.of(webhook()));
    try {
      List<Attempt> attempts =
          Couriers.send(
              one,
              Duration.ofMillis(100),
              (_, _) -> {
                try {
                  over.await();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(attempts)
          .containsExactly(
              new Attempt(
                  one.getFirst().label(),
                  "messages",
                  Optional.of("it has not come back; whether more has arrived is not known")));
    } finally {
      over.countDown();
    }
  }

  @Test
  void one_whose_delivery_breaks_is_not_said_to_have_been_told() {
    List<Recipient> both = Recipient.all(List.of(webhook(), webhook()));
    List<Attempt> attempts =
        Couriers.send(
            both,
            (recipient, said) -> {
              if (recipient.equals(both.getFirst())) {
                throw new IllegalStateException("https://hooks.example.org/secret");
              }
              said.accept(Attempt.of(recipient, "powersync", new Delivered.Done()));
            });
    assertThat(attempts)
        .extracting(Attempt::failure)
        .containsExactly(
            Optional.of("lastgood itself failed: IllegalStateException"), Optional.empty());
  }

  @Test
  void beside_another_process_that_tells_it_waits_for_the_next_pass() throws IOException {
    try (ToldFile.Held _ = new ToldFile(state).take().orElseThrow()) {
      assertThat(see(powersync(TargetState.WAITING, "a"))).isEmpty();
    }
    see(powersync(TargetState.WAITING, "a"));
    assertThat(heard()).containsExactly("changed waiting");
  }

  @Test
  void what_no_later_pass_sees_is_told_when_another_process_has_told() throws IOException {
    ToldFile.Held other = new ToldFile(state).take().orElseThrow();
    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(other::close);
    FailedUnit killed =
        new FailedUnit(
            "lastgood.service", new FailedUnit.End.Ended("oom-kill", ""), Optional.empty());

    assertThat(notifications.unitFailed(killed)).hasSize(1);
    assertThat(heard()).containsExactly("changed failed");
  }

  @Test
  void a_process_that_tells_for_too_long_holds_up_no_news() throws IOException {
    try (ToldFile.Held _ = new ToldFile(state).take().orElseThrow()) {
      ToldFile file = new ToldFile(state);
      assertThatThrownBy(() -> file.take(Duration.ofMillis(100)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process has held it for");
    }
  }

  /// Whoever opens a pipe to write waits for somebody who reads.
  @Test
  @Timeout(60)
  void a_pipe_in_the_locks_place_holds_up_nobody() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", state.resolve("notify.lock").toString()).start())
        .satisfies(made -> assertThat(made.waitFor()).isZero());
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                Thread.sleep(Duration.ofSeconds(10)); // so that a test that fails ends
                Files.newInputStream(state.resolve("notify.lock")).close();
              } catch (IOException | InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    long began = System.nanoTime();
    see(powersync(TargetState.WAITING, "a"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    assertThat(heard()).containsExactly("changed waiting");
    reader.interrupt();
  }

  @Test
  void a_file_that_can_t_be_read_is_taken_for_none() throws IOException {
    see(powersync(TargetState.WAITING, "a"));
    heard();
    Files.writeString(state.resolve("notified.json"), "{\"version\": 1, \"told\": 7}");
    see(powersync(TargetState.WAITING, "a"));
    assertThat(heard()).containsExactly("changed waiting");
  }

  @Test
  void what_can_t_be_remembered_is_told_once_by_a_process_and_with_the_same_id_by_the_next()
      throws IOException {
    Files.createDirectories(state.resolve("notified.json/in-its-place"));
    see(powersync(TargetState.WAITING, "a"));
    see(powersync(TargetState.WAITING, "a"));
    assertThat(inbox.requests).hasSize(1);
    notifications = notifications(webhook());
    see(powersync(TargetState.WAITING, "a"));
    assertThat(ids()).hasSize(2).allMatch(ids().getFirst()::equals);
  }

  @Test
  void what_is_not_configured_any_more_is_forgotten() throws IOException {
    see(Messages.standing("proxy", TargetState.WAITING, "a"));
    clock.sleep(Duration.ofMinutes(5));
    notifications.tell(
        new Letters.Agenda(
            List.of(powersync(TargetState.GOOD, "")),
            clock.now(),
            Optional.of(Set.of("powersync"))));
    assertThat(Files.readString(state.resolve("notified.json"))).doesNotContain("proxy");
  }

  @Test
  void a_state_that_one_is_not_told_of_any_more_is_not_told_to_be_over() {
    see(powersync(TargetState.WAITING, "content"));
    assertThat(heard()).containsExactly("changed waiting");

    notifications = notifications(webhook(EnumSet.of(TargetState.STRANDED)));
    see(powersync(TargetState.WAITING, "content"));
    see(powersync(TargetState.WAITING, "other content"));
    assertThat(heard()).isEmpty();

    see(powersync(TargetState.GOOD, ""));
    assertThat(heard()).containsExactly("recovered good");
  }

  @Test
  void a_first_line_is_short_whatever_it_is_of() {
    String longest = "a".repeat(63);
    Facts facts = new Facts("the sentence ".repeat(20).strip(), Map.of());
    for (TargetState state : TargetState.values()) {
      see(Messages.standing(longest, state, state.word(), facts));
    }
    assertThat(inbox.requests)
        .isNotEmpty()
        .allSatisfy(request ->
            assertThat(request.json().get(MessageField.SUMMARY.word()).getAsString())
                .hasSizeLessThan(120)
                .startsWith("[web-arm] " + longest + ": "));
  }
}
