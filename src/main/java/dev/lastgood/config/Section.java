// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

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
import org.yaml.snakeyaml.nodes.NodeTuple;

/// A mapping with keys that we know.
///
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
  }

  @Override
  public Optional<T> read(Location at) {
    if (!(at.node() instanceof MappingNode mapping)) {
      at.reject(
          "must be a section, not " + Location.noun(at.node()),
          "its keys are " + String.join(", ", names()));
      return Optional.empty();
    }
    Map<String, Location> given = new LinkedHashMap<>();
    Set<String> meant = new HashSet<>(); // by keys that are misspelt: not missing as well
    for (NodeTuple tuple : mapping.getValue()) {
      String name = Location.text(tuple.getKeyNode());
      if (names().contains(name)) {
        given.put(name, at.child("." + name, tuple.getValueNode()));
      } else {
        rejectUnknown(name, at.child("", tuple.getKeyNode()));
        Nearest.of(name, names()).ifPresent(meant::add);
      }
    }
    return read(at, given, meant);
  }

  private void rejectUnknown(String name, Location at) {
    at.reject(
        "has no key '" + name + "'",
        name.equals("<<")
            ? "merge keys are not read here; write the keys out"
            : Nearest.hint(name, names()));
  }

  private Optional<T> read(Location at, Map<String, Location> given, Set<String> meant) {
    Map<String, Object> values = new HashMap<>();
    for (Key<?> key : keys) {
      Optional.ofNullable(given.get(key.name()))
          .flatMap(value -> value.read(key.shape()))
          .ifPresent(value -> values.put(key.name(), value));
    }
    return isWhole(at, given, meant) && isChosen(at, given, meant) && values.size() == given.size()
        ? Optional.of(build.apply(new Fields(at, given, values)))
        : Optional.empty();
  }

  private boolean isWhole(Location at, Map<String, Location> given, Set<String> meant) {
    List<String> missing =
        keys.stream()
            .filter(key -> key.presence() instanceof Key.Required)
            .map(Key::name)
            .filter(name -> !given.containsKey(name))
            .toList();
    List<String> unsaid = missing.stream().filter(name -> !meant.contains(name)).toList();
    if (!unsaid.isEmpty()) {
      at.reject("needs '" + String.join("' and '", unsaid) + "'", "");
    }
    return missing.isEmpty();
  }

  private boolean isChosen(Location at, Map<String, Location> given, Set<String> meant) {
    List<String> choices = choice.of().stream().map(Key::name).toList();
    List<String> chosen = choices.stream().filter(given::containsKey).toList();
    if (chosen.size() > 1) {
      Objects.requireNonNull(given.get(chosen.get(1)))
          .reject(
              "cannot be given together with '" + chosen.getFirst() + "'", "keep one of the two");
      return false;
    }
    if (chosen.isEmpty() && choice.required()) {
      if (Collections.disjoint(choices, meant)) {
        at.reject("needs one of " + String.join(", ", choices), "");
      }
      return false;
    }
    return areBesideTheirOwners(given, chosen);
  }

  private boolean areBesideTheirOwners(Map<String, Location> given, List<String> chosen) {
    boolean fit = true;
    for (Key<?> key : keys) {
      List<String> owners = key.with().stream().map(Key::name).toList();
      Location at = given.get(key.name());
      if (at != null && !owners.isEmpty() && Collections.disjoint(owners, chosen)) {
        String others = chosen.isEmpty() ? "" : ", not with '" + chosen.getFirst() + "'";
        at.reject("goes with '" + String.join("' or '", owners) + "' only" + others, "remove it");
        fit = false;
      }
    }
    return fit;
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }
}
