// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/// The container engine that Testcontainers finds: Docker's, or podman's behind the same interface.
final class Engine {
  private static final int TIMEOUT_MS = 5_000;

  private Engine() {}

  /// An image that the engine has, or can get from its registry; else the test is skipped.
  static DockerImageName image(String name) {
    assumeTrue(isThere(), "no container engine answers: .ci/engine starts one");
    DockerImageName image = DockerImageName.parse(name);
    assumeTrue(
        isHere(image) || isReachable(image.getRegistry()),
        "the engine has no image " + name + ", and its registry can't be reached");
    return image;
  }

  private static boolean isThere() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean isHere(DockerImageName image) {
    DockerClient client = DockerClientFactory.instance().client();
    try {
      client.inspectImageCmd(image.asCanonicalNameString()).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /// Asked first: Testcontainers would try for minutes.
  private static boolean isReachable(String registry) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(registry, 443), TIMEOUT_MS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
