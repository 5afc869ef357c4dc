// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static java.util.stream.Collectors.joining;

import dev.lastgood.text.Nearest;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/// A mapping with keys that we know.
///
/// @param doc what it is for, one sentence
/// @param keys in the order they are documented
/// @param choice which of them exclude each other
/// @param build makes the value when every key could be read; reports what does not fit together
record Section<T>(String doc, List<Key<?>> keys, Choice choice, Function<Fields, T> build)
    implements Shape<T> {
  /// A section without keys that exclude each other.
  Section(String doc, List<Key<?>> keys, Function<Fields, T> build) {
    this(doc, keys, Choice.none(), build);
  }

  /// Keys of which one at most may be given.
  ///
  /// @param required whether one must be
  record Choice(boolean required, List<Key<?>> of) {
    static Choice none() {
      return new Choice(false, List.of());
    }

    static Choice exactlyOne(Key<?>... of) {
      return new Choice(true, List.of(of));
    }

    static Choice atMostOne(Key<?>... of) {
      return new Choice(false, List.of(of));
    }

    private boolean isMade(Spot spot, Map<Key<?>, Spot> given, Set<String> meant) {
      List<Key<?>> chosen = of.stream().filter(given::containsKey).toList();
      if (chosen.size() > 1) {
        Spot second = Objects.requireNonNull(given.get(chosen.get(1)));
        second.reject(
            "cannot be given together with '" + chosen.getFirst().name() + "'",
            "keep one of the two");
        return false;
      }
      if (chosen.isEmpty() && required) {
        if (of.stream().noneMatch(key -> meant.contains(key.name()))) {
          spot.reject("needs one of " + String.join(", ", of.stream().map(Key::name).toList()), "");
        }
        return false;
      }
      return fits(given, chosen);
    }

    private static boolean fits(Map<Key<?>, Spot> given, List<Key<?>> chosen) {
      boolean fits = true;
      for (Map.Entry<Key<?>, Spot> entry : given.entrySet()) {
        List<Key<?>> owners = entry.getKey().with();
        if (!owners.isEmpty() && Collections.disjoint(owners, chosen)) {
          String names =
              owners.stream().map(owner -> "'" + owner.name() + "'").collect(joining(" or "));
          entry.getValue().reject("goes with " + names + " only", "remove it");
          fits = false;
        }
      }
      return fits;
    }
  }

  @Override
  public Optional<T> read(Spot spot) {
    if (!(spot.node() instanceof MappingNode mapping)) {
      spot.reject(
          "must be a section, not " + Spot.noun(spot.node()),
          "its keys are " + String.join(", ", names()));
      return Optional.empty();
    }
    Map<Key<?>, Spot> given = new LinkedHashMap<>();
    Set<String> meant = new HashSet<>(); // by keys that are misspelt: not missing as well
    for (NodeTuple tuple : mapping.getValue()) {
      String name = Spot.text(tuple.getKeyNode());
      Optional<Key<?>> known = key(name);
      if (known.isPresent()) {
        given.put(known.get(), spot.child("." + name, tuple.getValueNode()));
      } else {
        Spot key = spot.child("", tuple.getKeyNode());
        key.reject(
            "has no key '" + name + "'",
            name.equals("<<")
                ? "merge keys are not read here; write the keys out"
                : Nearest.hint(name, names()));
        Nearest.of(name, names()).ifPresent(meant::add);
      }
    }
    return read(spot, given, meant);
  }

  private Optional<T> read(Spot spot, Map<Key<?>, Spot> given, Set<String> meant) {
    Map<Key<?>, Object> values = new HashMap<>();
    given.forEach((key, at) -> at.read(key.shape()).ifPresent(value -> values.put(key, value)));
    boolean whole = isWhole(spot, given, meant);
    return whole && choice.isMade(spot, given, meant) && values.size() == given.size()
        ? Optional.of(build.apply(new Fields(spot, given, values)))
        : Optional.empty();
  }

  private boolean isWhole(Spot spot, Map<Key<?>, Spot> given, Set<String> meant) {
    List<String> missing =
        keys.stream()
            .filter(key -> key.presence() instanceof Key.Required && !given.containsKey(key))
            .map(Key::name)
            .toList();
    List<String> unsaid = missing.stream().filter(name -> !meant.contains(name)).toList();
    if (!unsaid.isEmpty()) {
      spot.reject("needs '" + String.join("' and '", unsaid) + "'", "");
    }
    return missing.isEmpty();
  }

  @Override
  public boolean fits(Node node) {
    return node instanceof MappingNode;
  }

  private Optional<Key<?>> key(String name) {
    return keys.stream().<Key<?>>map(key -> key).filter(key -> key.name().equals(name)).findFirst();
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }
}
