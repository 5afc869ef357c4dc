// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.Pushed;
import dev.lastgood.sync.port.LastPass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the journal says of passes: a line when something happened or is another way than before,
/// and when trouble is over. What is as it was is said at DEBUG.
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

  private final Map<TargetName, Last> last = new HashMap<>();
  private Optional<String> impossible = Optional.empty();

  /// How a target stood after its last pass.
  ///
  /// @param end what that came to; empty before the first, and when this program failed in it
  /// @param troubled how many passes ended in trouble, one after the other
  private record Last(Optional<PassEnd> end, int troubled) {
    static final Last NONE = new Last(Optional.empty(), 0);

    boolean isLike(PassEnd now) {
      return end.filter(before -> isLike(before, now)).isPresent();
    }

    /// What was refused or rolled back a moment ago is refused from then on: that is no news.
    private static boolean isLike(PassEnd end, PassEnd now) {
      Outcome before = end.outcome();
      Outcome after = now.outcome();
      return after.written().isEmpty()
          && isRecordTroubled(end) == isRecordTroubled(now)
          && level(end) == level(now)
          && ((before.word().equals(after.word()) && before.failures().equals(after.failures()))
              || (before.written().isPresent()
                  && after.conclusion() == LastPass.Conclusion.REFUSED));
    }
  }

  /// A round is over.
  ///
  /// @param looks the looks that were asked for, by the source's targets
  void over(Round round, Map<TargetName, LookId> looks) {
    switch (round) {
      case Round.Made(List<PassResult> results) -> {
        impossible.ifPresent(_ -> LOG.info("passes can be made again"));
        impossible = Optional.empty();
        results.forEach(result -> say(result, looked(result.target(), looks)));
      }
      case Round.Occupied(Failure why) ->
          LOG.atDebug().addKeyValue("why", why.message()).log("no pass now, soon again");
      case Round.Impossible(String context, Failure why) -> say(context, why);
    }
  }

  private static Optional<LookId> looked(Target target, Map<TargetName, LookId> looks) {
    return Optional.ofNullable(looks.get(target.name()));
  }

  private void say(String context, Failure why) {
    boolean known = impossible.equals(Optional.of(why.message()));
    impossible = Optional.of(why.message());
    LOG.atLevel(known ? Level.DEBUG : Level.ERROR)
        .addKeyValue("where", context)
        .addKeyValue("why", why.message())
        .addKeyValue("hint", why.hint())
        .log("no pass can be made, trying again");
  }

  private void say(PassResult result, Optional<LookId> look) {
    switch (result) {
      case PassResult.Done done -> say(done, look);
      case PassResult.Stopped(Target target, String signal) ->
          LOG.atInfo().addKeyValue("target", target.name()).log(signal);
      case PassResult.Broken(Target target, Throwable bug) -> broken(target, bug);
    }
  }

  private void broken(Target target, Throwable bug) {
    Last before = last.getOrDefault(target.name(), Last.NONE);
    LOG.atError()
        .addKeyValue("target", target.name())
        .addKeyValue("hint", "run it with LASTGOOD_LOG=debug and report what it prints")
        .log("lastgood itself failed: " + bug);
    LOG.atDebug().setCause(bug).log("uncaught");
    last.put(target.name(), new Last(Optional.empty(), before.troubled() + 1));
  }

  private void say(PassResult.Done done, Optional<LookId> look) {
    Outcome outcome = done.outcome();
    TargetName target = done.target().name();
    Last before = last.getOrDefault(target, Last.NONE);
    boolean quiet = look.isEmpty() && before.isLike(done.end());
    Level level = level(done.end());
    boolean well = level == Level.INFO;
    if (well && before.troubled() > 0) {
      LOG.atInfo()
          .addKeyValue("target", target)
          .log(
              "well again after "
                  + before.troubled()
                  + (before.troubled() == 1 ? " pass" : " passes"));
    }
    LoggingEventBuilder line =
        LOG.atLevel(quiet ? Level.DEBUG : level)
            .addKeyValue("target", target)
            .addKeyValue("outcome", outcome.word());
    facts(done.end(), with(line, "look", look)).log("pass over");
    last.put(target, new Last(Optional.of(done.end()), well ? 0 : before.troubled() + 1));
  }

  private static LoggingEventBuilder facts(PassEnd end, LoggingEventBuilder line) {
    Outcome outcome = end.outcome();
    Pushed pushed = end.pushed();
    Optional<Failure> failure =
        outcome.failures().stream()
            .findFirst()
            .or(() -> pushed.failure().filter(_ -> isRecordTroubled(end)));
    LoggingEventBuilder told =
        with(line, "live", outcome.live().origin().map(CommitId::abbreviated));
    told = with(told, "entry", outcome.written().map(Entry::id));
    told =
        with(
            told,
            "record",
            Optional.of(pushed.durability().word()).filter(_ -> isRecordTroubled(end)));
    told = with(told, "note", Optional.of(outcome.note()).filter(note -> !note.isEmpty()));
    told = with(told, "step", failure.map(why -> why.step().word()));
    told = with(told, "why", failure.map(Failure::message));
    return with(told, "hint", failure.map(Failure::hint).filter(hint -> !hint.isEmpty()));
  }

  private static LoggingEventBuilder with(LoggingEventBuilder line, String key, Optional<?> value) {
    return value.map(it -> line.addKeyValue(key, it)).orElse(line);
  }

  private static boolean isRecordTroubled(PassEnd end) {
    return end.pushed().durability().isTrouble();
  }

  private static Level level(PassEnd end) {
    return isRecordTroubled(end) ? Level.ERROR : level(end.outcome().conclusion());
  }

  private static Level level(LastPass.Conclusion conclusion) {
    return switch (conclusion) {
      case DONE, HELD -> Level.INFO;
      case OFFLINE -> Level.WARN;
      case STALE,
          NO_FILE,
          FAILED,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED,
          BUG ->
          Level.ERROR;
    };
  }
}
