// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.app.Observation;
import dev.lastgood.app.PassObserver;
import dev.lastgood.model.Notifier;
import dev.lastgood.notify.Letters.Agenda;
import dev.lastgood.notify.Outbox.Unsent;
import dev.lastgood.notify.ToldFile.Book;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Time;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people how things stand, once.
///
/// After each pass it reads what everybody was told. Where that is what there is to tell, it does
/// nothing else.
public final class Notifications implements PassObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final List<Recipient> recipients;
  private final Surroundings around;
  private final ToldFile file;
  private final Letters letters;
  private final Backoff backoff;
  private final CommandRunner runner = new CommandRunner();

  /// Where it tells from.
  ///
  /// @param state the state directory
  /// @param host as whom they are told
  /// @param zone the zone that people here read; asked for late, because that takes its time
  public record Surroundings(Path state, String host, Time time, Supplier<ZoneId> zone) {}

  public Notifications(List<Notifier> notifiers, Surroundings around) {
    this.recipients = Recipient.all(notifiers);
    this.around = around;
    this.file = new ToldFile(around.state());
    this.letters = new Letters(recipients, new MessageText(around.host(), around.zone()));
    this.backoff = new Backoff(around.time()::elapsed);
  }

  @Override
  public String name() {
    return "notify";
  }

  /// The longest that one telling takes.
  @Override
  public Duration bound() {
    return Couriers.bound(recipients);
  }

  @Override
  public void passesOver(Observation observed) {
    List<Attempt> _ = tell(news(observed));
  }

  /// Tells everybody what he does not know yet.
  public List<Attempt> told(Supplier<Observation> observed) {
    return tellNow(() -> news(observed.get()));
  }

  private Agenda news(Observation observed) {
    List<Standing> standings = targets(observed);
    if (UnitStanding.isOver(observed.passes())) {
      Letters.units(file.read()).forEach(unit -> standings.add(UnitStanding.over(unit, observed)));
    }
    return agenda(standings, observed);
  }

  /// Tells of a unit that failed, unless a target's state says why.
  public List<Attempt> unitFailed(FailedUnit unit, Supplier<Observation> observed) {
    return tellNow(() -> failure(unit, observed.get()));
  }

  /// No trouble of a target is over by that: what kept the unit from its work may not be seen here.
  private Agenda failure(FailedUnit unit, Observation observed) {
    List<Standing> standings = new ArrayList<>();
    targets(observed).forEach(target -> standings.add(target.endingNothing()));
    if (!unit.isExplainedBy(observed)) {
      standings.add(UnitStanding.failed(unit, Optional.of(observed)));
    }
    return agenda(standings, observed);
  }

  /// Tells of a unit that failed where nothing is known of targets.
  public List<Attempt> unitFailed(FailedUnit unit) {
    Standing failed = UnitStanding.failed(unit, Optional.empty());
    return tellNow(() -> new Agenda(List.of(failed), around.time().now(), Optional.empty()));
  }

  private List<Standing> targets(Observation observed) {
    List<Standing> standings = new ArrayList<>();
    observed
        .targets()
        .forEach(target -> standings.add(TargetStanding.of(target, observed, around.zone())));
    return standings;
  }

  private static Agenda agenda(List<Standing> standings, Observation observed) {
    Set<String> targets =
        observed.targets().stream()
            .map(target -> target.target().name().value())
            .collect(Collectors.toSet());
    return new Agenda(standings, observed.at(), Optional.of(targets));
  }

  /// Tells everybody that this is a test, and remembers nothing of it.
  public List<Attempt> test() {
    Instant now = around.time().now();
    return Couriers.send(
        recipients,
        (recipient, said) -> {
          Message message = letters.test(recipient, now);
          Delivered delivered = recipient.deliver(message, runner);
          said.accept(Attempt.of(recipient, "test", delivered));
        });
  }

  List<Attempt> tell(Agenda agenda) {
    Book known = file.read();
    boolean isQuiet = letters.written(known, agenda).equals(known);
    if (isQuiet && toReach(known).isEmpty()) {
      return List.of();
    }
    try {
      Optional<ToldFile.Held> lock = file.take();
      if (lock.isEmpty()) {
        LOG.info("another process tells; what is new since then the next pass tells");
        return List.of();
      }
      try (ToldFile.Held _ = lock.get()) {
        return deliver(agenda);
      }
    } catch (IOException e) {
      return unlocked(agenda, e);
    }
  }

  /// For what no later pass sees: waits until another process has told, and looks after that.
  List<Attempt> tellNow(Supplier<Agenda> agenda) {
    try (ToldFile.Held _ = file.take(bound())) {
      return deliver(agenda.get());
    } catch (IOException e) {
      return unlocked(agenda.get(), e);
    }
  }

  /// Told twice is better than never.
  private List<Attempt> unlocked(Agenda agenda, IOException why) {
    LOG.atWarn().addKeyValue("reason", IoReason.of(why)).log("notify.lock can't be taken");
    return deliver(agenda);
  }

  private List<Attempt> deliver(Agenda agenda) {
    Book known = file.read();
    Book written = letters.written(known, agenda);
    if (!written.equals(known)) {
      file.write(written);
    }
    Outbox outbox = new Outbox(file, written);
    try {
      return Couriers.send(toReach(written), (recipient, said) -> deliver(recipient, outbox, said));
    } finally {
      outbox.close();
    }
  }

  private List<Recipient> toReach(Book book) {
    return recipients.stream()
        .filter(one -> !new Outbox(file, book).of(one).isEmpty() && backoff.mayTry(one))
        .toList();
  }

  /// Each subject's messages in their order, until the time is over. What does not arrive holds up
  /// those behind it of the same subject, unless it is refused for what it says.
  private void deliver(Recipient recipient, Outbox outbox, Consumer<Attempt> said) {
    Duration end = around.time().elapsed().plus(recipient.notifier().timeout());
    List<Unsent> all = outbox.of(recipient);
    Set<String> stuck = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      Unsent unsent = all.get(i);
      if (stuck.contains(unsent.subject())) {
        continue;
      }
      if (around.time().elapsed().compareTo(end) > 0) {
        said.accept(Attempt.postponed(recipient, unsent.subject()));
        continue;
      }
      boolean isNewest = i + 1 == all.size() || !all.get(i + 1).subject().equals(unsent.subject());
      Delivered delivered = recipient.deliver(unsent.message(), runner);
      said.accept(Attempt.of(recipient, unsent.subject(), delivered));
      switch (delivered) {
        case Delivered.Done() -> arrived(recipient, outbox, unsent);
        case Delivered.Refused(String why) when !isNewest -> {
          outbox.givenUp(recipient, unsent);
          failed(recipient, unsent, why, "not told; it is given up for what is newer");
        }
        case Delivered.Refused(String why) -> stuck.add(again(recipient, unsent, why));
        case Delivered.Failed(String why) -> stuck.add(again(recipient, unsent, why));
      }
    }
  }

  private void arrived(Recipient recipient, Outbox outbox, Unsent unsent) {
    outbox.arrived(recipient, unsent);
    backoff.arrived(recipient);
    LOG.atInfo()
        .addKeyValue("notifier", recipient.label())
        .addKeyValue("subject", unsent.subject())
        .addKeyValue("id", unsent.message().id())
        .log("told");
  }

  /// The subject whose messages have to wait.
  private String again(Recipient recipient, Unsent unsent, String why) {
    failed(recipient, unsent, why, "not told; the next pass tries again");
    return unsent.subject();
  }

  private void failed(Recipient recipient, Unsent unsent, String why, String what) {
    backoff.failed(recipient);
    LOG.atWarn()
        .addKeyValue("notifier", recipient.label())
        .addKeyValue("subject", unsent.subject())
        .addKeyValue("reason", why)
        .log(what);
  }
}
