// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// How a pass is to be kept away from the rest of the host.
public enum Isolation implements Worded {
  /// In a container that it can't change, without any privilege: measured, or refused.
  OCI,
  /// As any process; what confines it then, as systemd's sandbox, is not measured.
  BARE
}
