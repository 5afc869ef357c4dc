// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Order;
import dev.lastgood.model.Origin;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Run;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Verdict;
import dev.lastgood.text.Harmless;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The commit message of an entry: what a person reads in `git log`, and the trailers that `git
/// interpret-trailers --parse` reads.
final class EntryMessage {
  private static final int WIDTH = 74;
  private static final int LONGEST_LINE = 500;

  private EntryMessage() {}

  static String of(Attempt attempt) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(title(attempt));
    paragraphs.addAll(body(attempt));
    paragraphs.add(
        trailers(attempt).entrySet().stream()
            .map(trailer -> trailer.getKey() + ": " + trailer.getValue())
            .collect(Collectors.joining("\n")));
    return String.join("\n\n", paragraphs) + "\n";
  }

  /// The commit that brought the change with its own subject; without a candidate, the live commit
  /// and the account's first sentence.
  private static String title(Attempt attempt) {
    Optional<SourceCommit> cause = attempt.change().cause();
    String abbreviated =
        cause
            .map(SourceCommit::id)
            // A refusal of what is no file at all is not about the live commit.
            .or(() -> isRefused(attempt) ? Optional.empty() : attempt.change().after().origin())
            .map(id -> " " + id.abbreviated())
            .orElse("");
    String subject =
        cause
            .map(SourceCommit::subject)
            .or(() -> attempt.change().order().map(Order::summary))
            .orElseGet(() -> attempt.account().text().split("(?<=[.!?])\\s", 2)[0]);
    return attempt.outcome().word() + abbreviated + ": " + line(subject);
  }

  private static List<String> body(Attempt attempt) {
    List<String> paragraphs = new ArrayList<>();
    if (!attempt.account().text().isBlank()) {
      paragraphs.add(paragraph(attempt.account().text()));
    }
    attempt.account().failures().forEach(failure -> paragraphs.add(failure(failure)));
    attempt.evidence().checks().stream()
        .filter(verdict -> verdict.result() != Verdict.Result.PASSED)
        .forEach(verdict -> paragraphs.add(verdict(verdict)));
    if (!attempt.evidence().changes().isEmpty()) {
      paragraphs.add(
          attempt.evidence().changes().stream()
              .map(EntryMessage::item)
              .collect(Collectors.joining("\n", "Changes:\n", "")));
    }
    if (!attempt.evidence().proof().summary().isBlank() && attempt.outcome().isOfPass()) {
      paragraphs.add(paragraph("Proof: " + attempt.evidence().proof().summary()));
    }
    attempt.change().candidate().flatMap(EntryMessage::whose).ifPresent(paragraphs::add);
    attempt.change().removal().map(EntryMessage::since).ifPresent(paragraphs::add);
    paragraphs.add(
        paragraph(
            attempt.change().order().isPresent()
                ? ordered(attempt.run())
                : started(attempt.run())));
    return paragraphs;
  }

  private static String failure(Failure failure) {
    String message = paragraph("Failed in " + failure.step().word() + ": " + failure.message());
    return failure.hint().isBlank()
        ? message
        : message + "\n" + paragraph("Hint: " + failure.hint());
  }

  private static String verdict(Verdict verdict) {
    String message =
        paragraph(
            "Check " + verdict.check() + " " + verdict.result().word() + ": " + verdict.message());
    return verdict.hint().isBlank()
        ? message
        : message + "\n" + paragraph("Hint: " + verdict.hint());
  }

  /// Said only where the commit that changed the file is not the one it was found in.
  private static Optional<String> whose(Candidate candidate) {
    SourceCommit cause = candidate.cause();
    if (cause.id().equals(candidate.release().commit())) {
      return Optional.empty();
    }
    return Optional.of(
        paragraph(
            "Changed in %s by %s; found at %s."
                .formatted(
                    cause.id().abbreviated(),
                    cause.author().name(),
                    candidate.release().commit().abbreviated())));
  }

  private static String since(SourceCommit removal) {
    return paragraph(
        "There has been no file to deploy since %s by %s."
            .formatted(removal.id().abbreviated(), removal.author().name()));
  }

  private static String started(Run run) {
    return "Took %s on %s, started by %s (%s)."
        .formatted(seconds(run.took()), run.host(), run.trigger().word(), run.actor());
  }

  private static String ordered(Run run) {
    return "Ordered by %s on %s, %s.".formatted(run.actor(), run.host(), run.startedAt());
  }

  /// The trailers in the order of the design, each on one line; what there is not is left out.
  static Map<String, String> trailers(Attempt attempt) {
    Change change = attempt.change();
    Map<String, Optional<?>> values = new LinkedHashMap<>();
    values.put("Outcome", Optional.of(attempt.outcome().word()));
    values.put("Target", Optional.of(attempt.target()));
    values.put("Source", change.candidate().map(Candidate::origin).map(EntryMessage::source));
    values.put("Source-Commit", commit(attempt));
    values.put("Source-Blob", blob(attempt));
    values.put("Previous-Commit", change.before().origin());
    values.put("Previous-Blob", change.before().content());
    change.order().ifPresent(order -> values.putAll(trailers(order)));
    values.put("Trigger", Optional.of(attempt.run().trigger().word()));
    values.put("Actor", Optional.of(attempt.run().actor()));
    values.put("Probe", Optional.of(attempt.evidence().proof().standing().word()));
    values.put("Duration", Optional.of(seconds(attempt.run().took())));
    Map<String, String> trailers = new LinkedHashMap<>();
    values.forEach((key, value) ->
        value
            .map(v -> line(v.toString()))
            .filter(v -> !v.isEmpty())
            .ifPresent(v -> trailers.put(key, v)));
    return trailers;
  }

  private static Map<String, Optional<?>> trailers(Order order) {
    return switch (order) {
      case Order.Pause(String reason) -> Map.of("Reason", Optional.of(reason));
      case Order.Resume(Set<EntryId> ends) -> Map.of("Ends", Optional.of(ids(ends)));
      case Order.Clear(BlobId blob, Set<EntryId> ends) -> {
        Map<String, Optional<?>> values = new LinkedHashMap<>();
        values.put("Cleared-Blob", Optional.of(blob));
        values.put("Ends", Optional.of(ids(ends)));
        yield values;
      }
      case Order.AcceptRewrite(String address, CommitId tip, CommitId replaced) -> {
        Map<String, Optional<?>> values = new LinkedHashMap<>();
        values.put("Rewritten", Optional.of(address));
        values.put("Accepted-Commit", Optional.of(tip));
        values.put("Replaced-Commit", Optional.of(replaced));
        yield values;
      }
    };
  }

  private static String ids(Set<EntryId> entries) {
    return entries.stream().map(EntryId::toString).sorted().collect(Collectors.joining(" "));
  }

  /// The candidate's, or the one that took the file away; what is live only where nothing was
  /// refused.
  private static Optional<CommitId> commit(Attempt attempt) {
    Change change = attempt.change();
    return change
        .candidate()
        .map(candidate -> candidate.release().commit())
        .or(() -> change.removal().map(SourceCommit::id))
        .or(() -> isRefused(attempt) ? Optional.empty() : change.after().origin());
  }

  private static Optional<BlobId> blob(Attempt attempt) {
    Change change = attempt.change();
    return change
        .candidate()
        .map(candidate -> candidate.release().blob())
        .or(() -> isRefused(attempt) ? Optional.empty() : change.after().content());
  }

  private static boolean isRefused(Attempt attempt) {
    return attempt.outcome() == OutcomeKind.REFUSED;
  }

  /// Foreign text on one line.
  static String line(String text) {
    return Harmless.line(text, LONGEST_LINE);
  }

  /// Git ends a message at a line of dashes or scissors, and drops lines that start with `#`.
  private static String paragraph(String text) {
    return Harmless.lines(text, WIDTH).stream()
        .map(line -> line.startsWith("-") || line.startsWith("#") ? " " + line : line)
        .collect(Collectors.joining("\n"));
  }

  private static String item(String text) {
    return "- " + String.join("\n  ", Harmless.lines(text, WIDTH - 2));
  }

  private static String source(Origin origin) {
    return origin.url() + " " + origin.branch() + " " + origin.path();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0);
  }
}
