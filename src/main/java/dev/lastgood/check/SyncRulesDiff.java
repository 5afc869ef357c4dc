// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// What PowerSync's rules gain, lose and change, in their own words.
///
/// Read from the YAML alone: queries are compared as texts, so a rewritten query that means the
/// same is a change. A renamed bucket is one removed and one added, which is what clients see as
/// well.
///
/// @param changes one line each, removals first, 101 lines at most; empty when the bytes are the
///   same
/// @param removals what clients would lose, as in `bucket user_data`
public record SyncRulesDiff(List<String> changes, List<String> removals) {
  private static final int MAX_PLACES = 6;
  private static final int MAX_LINES = 100;

  public SyncRulesDiff {
    changes = shortened(changes);
    removals = shortened(removals);
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= MAX_LINES) {
      return List.copyOf(lines);
    }
    List<String> shortened = new ArrayList<>(lines.subList(0, MAX_LINES));
    shortened.add("and " + (lines.size() - MAX_LINES) + " more");
    return List.copyOf(shortened);
  }

  /// Compares two files.
  ///
  /// @param previous what is live, when anything is; a file that cannot be read counts as nothing
  /// @return empty when the candidate cannot be read
  public static Optional<SyncRulesDiff> between(Optional<Content> previous, Content candidate) {
    return YamlRoot.of(candidate) instanceof YamlRoot.Parsed after
        ? Optional.of(between(previous, candidate, after.node()))
        : Optional.empty();
  }

  static SyncRulesDiff between(Optional<Content> previous, Content candidate, Node after) {
    if (previous.filter(candidate::equals).isPresent()) {
      return new SyncRulesDiff(List.of(), List.of());
    }
    Comparison comparison = new Comparison();
    SyncRules before = previous.map(SyncRulesDiff::rules).orElseGet(SyncRules::none);
    comparison.compare(before, SyncRules.of(after));
    if (comparison.changes.isEmpty() && previous.isPresent()) {
      comparison.changes.add("no rule changed, but PowerSync will replicate everything again");
    }
    return new SyncRulesDiff(comparison.changes, comparison.removals);
  }

  private static SyncRules rules(Content content) {
    return YamlRoot.of(content) instanceof YamlRoot.Parsed read
        ? SyncRules.of(read.node())
        : SyncRules.none();
  }

  /// Collects the differences of two sets of rules.
  private static final class Comparison {
    private final List<String> changes = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();

    private void compare(SyncRules before, SyncRules after) {
      removed("bucket", before.buckets(), after.buckets());
      removed("stream", before.streams(), after.streams());
      added("bucket", before.buckets(), after.buckets());
      added("stream", before.streams(), after.streams());
      changed("bucket", before.buckets(), after.buckets());
      changed("stream", before.streams(), after.streams());
      List<String> places = new ArrayList<>();
      differ("", rest(before), rest(after), places);
      places.forEach(place -> changes.add("changed " + place));
    }

    /// With a `config` in any case, so that its keys are compared one by one.
    private static Map<String, Object> rest(SyncRules rules) {
      Map<String, Object> rest = new LinkedHashMap<>(rules.rest());
      rest.putIfAbsent("config", Map.of());
      return rest;
    }

    private void removed(String noun, Map<String, Object> before, Map<String, Object> after) {
      before.forEach((name, value) -> {
        @Nullable Object left = after.get(name);
        if (left == null) {
          changes.add("removed " + noun + " " + name);
          removals.add(noun + " " + name);
        } else if (SyncRulesDiff.isEmpty(left) && !SyncRulesDiff.isEmpty(value)) {
          changes.add("emptied " + noun + " " + name);
          removals.add("everything in " + noun + " " + name);
        }
      });
    }

    private void added(String noun, Map<String, Object> before, Map<String, Object> after) {
      after.keySet().stream()
          .filter(name -> !before.containsKey(name))
          .forEach(name -> changes.add("added " + noun + " " + name));
    }

    private void changed(String noun, Map<String, Object> before, Map<String, Object> after) {
      before.forEach((name, value) -> {
        @Nullable Object now = after.get(name);
        List<String> places = new ArrayList<>();
        if (now != null && !(SyncRulesDiff.isEmpty(now) && !SyncRulesDiff.isEmpty(value))) {
          differ("", value, now, places);
        }
        if (!places.isEmpty()) {
          changes.add("changed " + noun + " " + name + ": " + shortened(places));
        }
      });
    }

    private static String shortened(List<String> places) {
      String first = places.stream().limit(MAX_PLACES).collect(Collectors.joining(", "));
      int more = places.size() - MAX_PLACES;
      return more > 0 ? first + " and " + more + " more" : first;
    }

    private static void differ(
        String path, @Nullable Object before, @Nullable Object after, List<String> places) {
      if (Objects.equals(before, after)) {
        return;
      }
      if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
        Set<Object> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (Object key : keys) {
          differ(
              path.isEmpty() ? key.toString() : path + "." + key,
              old.get(key),
              now.get(key),
              places);
        }
      } else if (before instanceof List<?> old && after instanceof List<?> now) {
        if (old.size() == now.size()) {
          for (int i = 0; i < old.size(); i++) {
            differ(path + "[" + i + "]", old.get(i), now.get(i), places);
          }
        } else {
          places.add(path + " (" + old.size() + " → " + now.size() + ")");
        }
      } else {
        places.add(path + values(before, after));
      }
    }

    /// Both values when they are short, as in `priority (1 → 3)`.
    private static String values(@Nullable Object before, @Nullable Object after) {
      String old = before == null ? "none" : before.toString();
      String now = after == null ? "none" : after.toString();
      return old.length() <= 20 && now.length() <= 20 ? " (" + old + " → " + now + ")" : "";
    }
  }

  /// Whether a definition holds nothing that a client could get.
  static boolean isEmpty(Object definition) {
    return switch (definition) {
      case Map<?, ?> map ->
          map.isEmpty() || (map.get("data") instanceof List<?> data && data.isEmpty());
      default -> definition.equals("");
    };
  }
}
