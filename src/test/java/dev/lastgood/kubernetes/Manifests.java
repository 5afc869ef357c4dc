// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What `kubectl kustomize` makes of a shipped directory.
record Manifests(List<Map<?, ?>> objects) {
  static final Path SHIPPED = Path.of("src/main/dist/kubernetes");

  private static final int KUSTOMIZE_WITH_LABELS = 22;
  private static final Pattern MINOR = Pattern.compile("\"minor\": *\"(\\d+)");

  /// @param name of a directory below the shipped ones, for example `overlays/pvc`
  static Manifests of(String name) {
    requireKustomize();
    return parse(Tool.run(Path.of("."), "kubectl", "kustomize", SHIPPED.resolve(name).toString()));
  }

  /// Debian 12 has a `kubectl` of 1.20, whose kustomize knows no `labels`. A pod wants 1.29 anyway.
  private static void requireKustomize() {
    Matcher version =
        MINOR.matcher(Tool.run(Path.of("."), "kubectl", "version", "--client", "-o", "json"));
    assumeTrue(version.find(), "kubectl does not say which version it is");
    assumeTrue(
        Integer.parseInt(version.group(1)) >= KUSTOMIZE_WITH_LABELS,
        "kubectl is 1." + version.group(1) + ", and needs to be 1." + KUSTOMIZE_WITH_LABELS);
  }

  static Manifests parse(String yaml) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      objects.add((Map<?, ?>) each);
    }
    return new Manifests(objects);
  }

  /// The objects of a kind.
  List<Map<?, ?>> all(String kind) {
    return objects.stream().filter(each -> kind.equals(each.get("kind"))).toList();
  }

  /// The pod that the Deployment makes.
  Map<?, ?> pod() {
    return map(all("Deployment").getFirst(), "spec", "template", "spec");
  }

  /// A container of the pod, also one that comes before the service.
  Map<?, ?> container(String name) {
    return containers().stream()
        .filter(each -> name.equals(each.get("name")))
        .findFirst()
        .orElseThrow();
  }

  List<Map<?, ?>> containers() {
    List<Map<?, ?>> containers = new ArrayList<>(list(pod(), "initContainers"));
    containers.addAll(list(pod(), "containers"));
    return containers;
  }

  /// A file in one of the ConfigMaps.
  String file(String name) {
    return all("ConfigMap").stream()
        .map(each -> map(each, "data").get(name))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .findFirst()
        .orElseThrow();
  }

  /// What is at a path of keys.
  static Map<?, ?> map(Map<?, ?> object, String... path) {
    Map<?, ?> at = object;
    for (String key : path) {
      at = (Map<?, ?>) Objects.requireNonNull(at.get(key), key);
    }
    return at;
  }

  /// The objects in a list; none when there is no such list.
  static List<Map<?, ?>> list(Map<?, ?> object, String key) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (object.get(key) instanceof List<?> list) {
      list.forEach(each -> objects.add((Map<?, ?>) each));
    }
    return objects;
  }
}
