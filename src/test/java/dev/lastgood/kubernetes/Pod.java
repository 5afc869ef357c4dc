// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import static dev.lastgood.kubernetes.Manifests.list;
import static dev.lastgood.kubernetes.Manifests.map;

import dev.lastgood.testkit.ContainersConf;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// The containers of a rendered Deployment, made by podman from the same fields: image, arguments,
/// environment, user, confinement, memory, volumes, one process namespace. What a kubelet would do,
/// the test does: starts, restarts, kills.
final class Pod implements AutoCloseable {
  private static final String IMAGE = "localhost/lastgood-pod-test";

  private final Path root;
  private final Manifests manifests;
  private final UnaryOperator<String> configuration;
  private final String name;

  /// @param root holds the volumes
  /// @param configuration puts this test's addresses into lastgood.yaml
  Pod(Path root, Manifests manifests, UnaryOperator<String> configuration) throws IOException {
    this.root = root;
    this.manifests = manifests;
    this.configuration = configuration;
    this.name = "lastgood-pod-" + ProcessHandle.current().pid() + "-" + root.getFileName();
    configure(root.resolve("containers.conf"));
    volumes();
    podman(
            List.of(
                "run",
                "--detach",
                "--interactive",
                "--name=" + name,
                "--network=host",
                "--read-only",
                "--entrypoint=/bin/sh",
                IMAGE,
                "-c",
                "read line"))
        .succeeds();
  }

  /// Builds the image from the packaged distribution, as its Containerfile says.
  static Run build(Path distribution, Path context) throws IOException {
    Path conf = context.resolveSibling("build.conf");
    configure(conf);
    Tool.run(
        Path.of("/"),
        distribution.resolve("libexec/make-image-context").toString(),
        context.toString());
    return run(
        conf, List.of("podman", "build", "--quiet", "--tag", IMAGE, context.toString()), context);
  }

  /// Takes it away again.
  static void removeImage(Path directory) {
    Run _ =
        run(directory.resolve("build.conf"), List.of("podman", "rmi", "--force", IMAGE), directory);
  }

  private static void configure(Path conf) throws IOException {
    Files.writeString(conf, ContainersConf.of(Tool.find("runc").isPresent() ? "runc" : "crun"));
  }

  private void volumes() throws IOException {
    for (Map<?, ?> volume : list(manifests.pod(), "volumes")) {
      Path at = Files.createDirectories(root.resolve("volumes/" + volume.get("name")));
      if (volume.containsKey("configMap")) {
        Files.writeString(
            at.resolve("lastgood.yaml"), configuration.apply(manifests.file("lastgood.yaml")));
      } else if (!volume.containsKey("projected")) {
        // As a kubelet makes them, with the pod's fsGroup.
        Tool.run(at, "chown", "0:" + map(manifests.pod(), "securityContext").get("fsGroup"), ".");
        Tool.run(at, "chmod", "2777", ".");
      }
    }
  }

  /// Writes a secret as the kubelet does.
  void secret(String file, String value) throws IOException {
    Path at = Files.writeString(root.resolve("volumes/secrets/" + file), value + "\n");
    Object group = map(manifests.pod(), "securityContext").get("fsGroup");
    Tool.run(root, "chown", "0:" + group, at.toString());
    Tool.run(root, "chmod", "0440", at.toString());
  }

  /// What is in a volume.
  Path volume(String volume) {
    return root.resolve("volumes/" + volume);
  }

  /// The pod is gone, and with it what only it had.
  void wipe() throws IOException {
    for (Map<?, ?> volume : list(manifests.pod(), "volumes")) {
      if (volume.containsKey("emptyDir")) {
        Tool.run(root, "rm", "-rf", volume(String.valueOf(volume.get("name"))).toString());
      }
    }
    volumes();
  }

  /// Runs a container to its end.
  Run run(String container) {
    List<String> argv = arguments(container, List.of("run", "--rm", "--replace"));
    List<String> command = strings(container(container), "command");
    if (!command.isEmpty()) {
      argv.add(argv.size() - 1, "--entrypoint=" + command.getFirst());
      argv.addAll(command.subList(1, command.size()));
    }
    argv.addAll(strings(container(container), "args"));
    return podman(argv);
  }

  /// Starts a container that stays.
  void start(String container) {
    List<String> argv = arguments(container, List.of("run", "--detach", "--replace"));
    argv.addAll(strings(container(container), "args"));
    podman(argv).succeeds();
  }

  /// Starts the stand-in on the image's runtime, under the service's name, user and confinement.
  void service(String... arguments) throws IOException {
    Path program = Files.createDirectories(root.resolve("stand-in/dev/lastgood/kubernetes"));
    try (InputStream in = StandIn.class.getResourceAsStream("StandIn.class")) {
      Files.write(
          program.resolve("StandIn.class"), Objects.requireNonNull(in, "a class").readAllBytes());
    }
    Path java = root.resolve("stand-in/prometheus");
    if (!Files.isSymbolicLink(java)) {
      Files.createSymbolicLink(java, Path.of("/opt/lastgood/runtime/bin/java"));
    }
    List<String> argv =
        arguments(
            "prometheus",
            List.of(
                "run",
                "--detach",
                "--replace",
                "--volume=" + root.resolve("stand-in") + ":/stand-in:ro",
                "--entrypoint=/stand-in/prometheus"));
    argv.addAll(List.of("-Xmx64m", "-cp", "/stand-in", "dev.lastgood.kubernetes.StandIn"));
    argv.addAll(List.of(arguments));
    podman(argv).succeeds();
  }

  /// Runs lastgood in the sidecar, as `kubectl exec` does.
  Run exec(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("exec", named("lastgood"), "lastgood"));
    argv.addAll(List.of(arguments));
    return podman(argv);
  }

  /// No code of it runs again.
  void kill(String container) {
    podman(List.of("rm", "--force", "--time=0", "--ignore", named(container)));
  }

  private List<String> arguments(String container, List<String> first) {
    Map<?, ?> fields = container(container);
    Map<?, ?> context = map(fields, "securityContext");
    Map<?, ?> pod = map(manifests.pod(), "securityContext");
    Object user =
        context.containsKey("runAsUser") ? context.get("runAsUser") : pod.get("runAsUser");
    List<String> argv = new ArrayList<>(first);
    argv.addAll(
        List.of(
            "--name=" + named(container),
            "--network=host",
            "--pid=container:" + name,
            "--user=" + user + ":" + user,
            "--group-add=" + pod.get("fsGroup"),
            "--memory=" + memory(fields)));
    if (Boolean.TRUE.equals(context.get("readOnlyRootFilesystem"))) {
      argv.addAll(List.of("--read-only", "--read-only-tmpfs=false"));
    }
    if (Boolean.FALSE.equals(context.get("allowPrivilegeEscalation"))) {
      argv.add("--security-opt=no-new-privileges");
    }
    strings(map(context, "capabilities"), "drop").forEach(it -> argv.add("--cap-drop=" + it));
    list(fields, "env").forEach(it -> argv.add("--env=" + it.get("name") + "=" + it.get("value")));
    for (Map<?, ?> mount : list(fields, "volumeMounts")) {
      String mode = Boolean.TRUE.equals(mount.get("readOnly")) ? ":ro" : "";
      Path from = volume("" + mount.get("name"));
      Path part = mount.get("subPath") instanceof String sub ? from.resolve(sub) : from;
      argv.add("--volume=" + part + ":" + mount.get("mountPath") + mode);
    }
    argv.add(IMAGE);
    return argv;
  }

  private static String memory(Map<?, ?> fields) {
    return String.valueOf(map(fields, "resources", "limits").get("memory"))
        .replace("Mi", "m")
        .replace("Gi", "g");
  }

  private Map<?, ?> container(String container) {
    return manifests.container(container);
  }

  private String named(String container) {
    return name + "-" + container;
  }

  private static List<String> strings(Map<?, ?> fields, String key) {
    return fields.get(key) instanceof List<?> all
        ? all.stream().map(String::valueOf).toList()
        : List.of();
  }

  private Run podman(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("podman"));
    argv.addAll(arguments);
    return run(root.resolve("containers.conf"), argv, root);
  }

  private static Run run(Path conf, List<String> argv, Path directory) {
    try {
      ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
      builder.environment().put("CONTAINERS_CONF", conf.toString());
      Path out = Files.createTempFile("lastgood-pod", ".out");
      Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String said = Files.readString(out);
      Files.delete(out);
      return new Run(process.waitFor(), said);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (String each : List.of("lastgood-boot", "lastgood", "prometheus")) {
      kill(each);
    }
    podman(List.of("rm", "--force", "--time=0", "--ignore", name));
  }

  /// How a program ended, and what it wrote.
  record Run(int exit, String out) {
    Run succeeds() {
      if (exit != 0) {
        throw new AssertionError("ended with " + exit + ":\n" + out);
      }
      return this;
    }
  }
}
