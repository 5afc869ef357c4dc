// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Isolation;
import java.nio.file.Path;
import java.util.List;

/// The keys about the host that lastgood runs on.
final class HostKeys {
  static final Path USUAL_STATE = Path.of("/var/lib/lastgood");
  static final Key<Path> STATE =
      Key.defaulted(
          "state",
          Scalars.PATH,
          USUAL_STATE.toString(),
          "The directory of mirrors and ledger, which must exist: a pass never makes it. One pass"
              + " at a time works in it.");
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

  static final Key<Isolation> ISOLATION =
      Key.optional(
          "isolation",
          Scalars.word(Isolation.class),
          "`bare`",
          "`oci`: a command that makes a pass or changes state refuses to, unless it measures that"
              + " it is in a container, with a root that is read-only, no capabilities,"
              + " no_new_privs, not as root, and with the state directory mounted by itself."
              + " `bare`: anywhere.");
  static final Key<Path> STATE_MOUNT_POINT =
      Key.optional(
          "state-mount-point",
          Scalars.PATH,
          "nothing has to be mounted",
          "What has to be mounted before a pass: with a data set that is not mounted the record"
              + " would seem to be empty.");
  static final Key<Boolean> ALLOW_VOLATILE_STATE =
      Key.defaulted(
          "allow-volatile-state",
          Scalars.SWITCH,
          "false",
          "Whether the state directory may be on tmpfs, ramfs or overlay, which forget at a"
              + " restart, and a record that was lost or rolled back is taken as it is.");

  private HostKeys() {}

  static Config.Host host(Fields fields) {
    return new Config.Host(
        fields.get(STATE),
        fields.find(ISOLATION),
        fields.find(STATE_MOUNT_POINT),
        fields.get(ALLOW_VOLATILE_STATE),
        fields.find(SYSTEMD));
  }
}
