// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import static dev.lastgood.kubernetes.Manifests.list;
import static dev.lastgood.kubernetes.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.model.Activation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ManifestsIT {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/pvc", "overlays/restart"})
  void the_api_takes_every_object(String name) {
    List<Map<?, ?>> objects = Manifests.of(name).objects();

    assertThat(objects).hasSizeGreaterThanOrEqualTo(6);
    assertThat(objects).allSatisfy(object -> assertThat(ApiTypes.problems(object)).isEmpty());
  }

  @Test
  void what_the_api_does_not_take_is_named() {
    String deployment =
        """
        apiVersion: apps/v1beta1
        kind: Deployment
        spec:
          replicas: one
          template:
            spec:
              initContainers:
                - name: [lastgood]
                  restartpolicy: Always
        """;

    assertThat(ApiTypes.problems(Manifests.parse(deployment).objects().getFirst()))
        .containsExactly(
            "apiVersion: apps/v1beta1, not apps/v1",
            "Deployment.spec.replicas: one is no java.lang.Integer",
            "Deployment.spec.template.spec.initContainers[0].name: [lastgood] is no"
                + " java.lang.String",
            "Deployment.spec.template.spec.initContainers[0].restartpolicy: the API has no such"
                + " field");
    assertThat(ApiTypes.problems(Map.of("kind", "Deploiment")))
        .containsExactly("nobody here knows the kind Deploiment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/pvc", "overlays/restart"})
  void every_container_is_confined(String name) {
    Manifests manifests = Manifests.of(name);
    Map<?, ?> pod = manifests.pod();

    assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
    assertThat(map(pod, "securityContext").get("runAsNonRoot")).isEqualTo(true);
    assertThat(map(pod, "securityContext", "seccompProfile").get("type"))
        .isEqualTo("RuntimeDefault");
    assertThat(manifests.containers())
        .hasSize(4)
        .allSatisfy(container -> {
          Map<?, ?> context = map(container, "securityContext");
          assertThat(context.get("readOnlyRootFilesystem")).isEqualTo(true);
          assertThat(context.get("allowPrivilegeEscalation")).isEqualTo(false);
          assertThat(map(context, "capabilities").get("drop")).isEqualTo(List.of("ALL"));
          assertThat(map(container, "resources", "limits").get("memory")).isNotNull();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/pvc", "overlays/restart"})
  void every_volume_and_every_secret_is_where_it_is_looked_for(String name) throws Exception {
    Manifests manifests = Manifests.of(name);
    Config config = config(manifests);

    Set<Object> volumes = names(list(manifests.pod(), "volumes"));
    Set<Object> mounted = new TreeSet<>();
    manifests.containers().forEach(each -> mounted.addAll(names(list(each, "volumeMounts"))));
    assertThat(mounted).isEqualTo(volumes);

    Set<String> secrets = new TreeSet<>();
    for (Map<?, ?> volume : list(manifests.pod(), "volumes")) {
      if ("secrets".equals(volume.get("name"))) {
        list(map(volume, "projected"), "sources").stream()
            .flatMap(source -> list(map(source, "secret"), "items").stream())
            .forEach(item -> secrets.add("/run/secrets/lastgood/" + item.get("path")));
      }
    }
    Set<String> read =
        config.sources().stream()
            .flatMap(source -> source.access().auth().files().values().stream())
            .map(Path::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    config
        .ledger()
        .push()
        .ifPresent(push ->
            push.remote().access().auth().files().values().forEach(it -> read.add("" + it)));
    config.watch().hookSecrets().values().forEach(file -> read.add("" + file));
    assertThat(read).hasSize(3).isEqualTo(secrets);
  }

  private static Set<Object> names(List<Map<?, ?>> objects) {
    return objects.stream()
        .map(each -> each.get("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Of the three configurations, only what an overlay is there for differs.
  @Test
  void an_overlay_changes_what_it_says() throws Exception {
    Config base = config(Manifests.of("base"));
    Config restart = config(Manifests.of("overlays/restart"));
    Config pvc = config(Manifests.of("overlays/pvc"));

    assertThat(activation(base).signal()).isEqualTo(Activation.Signal.HUP);
    assertThat(activation(restart).signal()).isEqualTo(Activation.Signal.NONE);
    assertThat(base.host().volatileStateAllowed()).isTrue();
    assertThat(pvc.host().volatileStateAllowed()).isFalse();
    List<String> lines = Files.readAllLines(Manifests.SHIPPED.resolve("base/lastgood.yaml"));
    assertThat(lines)
        .containsAll(Files.readAllLines(Manifests.SHIPPED.resolve("overlays/pvc/lastgood.yaml")));
    List<String> changed =
        Files.readAllLines(Manifests.SHIPPED.resolve("overlays/restart/lastgood.yaml"));
    changed.removeAll(lines);
    assertThat(changed).hasSize(3);
  }

  private static Activation.Signalled activation(Config config) {
    return (Activation.Signalled) config.targets().getFirst().consumer().activation();
  }

  private Config config(Manifests manifests) throws Exception {
    Path file = root.resolve("lastgood.yaml");
    Files.writeString(file, manifests.file("lastgood.yaml"));
    return new ConfigReader(Map.of()).read(file);
  }
}
