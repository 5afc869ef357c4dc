// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.nio.file.Path;
import java.util.List;

/// The keys about the host that lastgood runs on.
final class HostKeys {
  private static final Key<Path> REQUESTS =
      Key.required(
          "requests",
          Scalars.PATH,
          "The directory that `lastgood-units.path` watches: requests go into `requests/` below it,"
              + " answers come in `answers/`.");
  static final Key<Path> SYSTEMD =
      Key.optional(
          "systemd",
          new Section<>(
              "How systemd is reached from where its bus is not, as in a container.",
              List.of(REQUESTS),
              fields -> fields.get(REQUESTS)),
          "`systemctl` is run",
          "How systemd is reached from where its bus is not, as in a container.");

  private HostKeys() {}

  static Config.Host host(Fields fields) {
    return new Config.Host(fields.find(SYSTEMD));
  }
}
