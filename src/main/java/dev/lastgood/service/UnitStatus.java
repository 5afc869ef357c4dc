// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.sync.port.Service.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `systemctl show` prints of a unit: one `Name=value` a line.
///
/// @param properties by name; a property that this unit's kind doesn't have is missing
record UnitStatus(Map<String, String> properties) {
  /// The properties that are asked for.
  static final List<String> ASKED =
      List.of(
          "LoadState",
          "ActiveState",
          "SubState",
          "Result",
          "ExecMainStatus",
          "InvocationID",
          "NRestarts",
          "CanStart",
          "CanStop",
          "CanReload");

  static UnitStatus parse(String text) {
    Map<String, String> properties = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.contains("="))
        .map(line -> line.split("=", 2))
        .forEach(pair -> properties.put(pair[0], pair[1]));
    return new UnitStatus(Map.copyOf(properties));
  }

  /// Whether systemd could start it: a unit whose file was removed, masked or garbled while it ran
  /// still runs, until somebody asks for a job.
  boolean isLoaded() {
    return loadState().equals("loaded");
  }

  /// Whether systemd has such a unit and may start it. It answers for any name; and a unit whose
  /// file was removed or masked while it ran still runs.
  boolean isUsable() {
    return isLoaded() || phase() != Phase.STOPPED;
  }

  /// Whether a reload is out of the question. Whoever does not say can.
  boolean refusesReload() {
    return get("CanReload").equals("no");
  }

  /// Whether nobody may ask for a restart. Whoever does not say can.
  boolean refusesRestart() {
    return get("CanStart").equals("no") || get("CanStop").equals("no");
  }

  /// Whether the one who answers for systemd answers questions only; see `answer-unit-requests`.
  boolean isOnlyShown() {
    return get("Allowed").equals("show");
  }

  /// For example `loaded`, `not-found`, `masked`, `bad-setting`.
  String loadState() {
    return get("LoadState");
  }

  Phase phase() {
    return switch (get("ActiveState")) {
      case "active", "reloading", "refreshing" -> Phase.ACTIVE;
      case "inactive" -> Phase.STOPPED;
      case "deactivating" -> Phase.STOPPING;
      case "failed" -> Phase.FAILED;
      default -> Phase.STARTING; // activating, and what later versions may add
    };
  }

  /// Whether it failed, or waits to be started again after a crash.
  boolean isDownAgainstItsWill() {
    return phase() == Phase.FAILED || get("SubState").startsWith("auto-restart");
  }

  /// Changes with each start, by whomever: an automatic restart gives a new invocation and counts.
  String identity() {
    return get("InvocationID").isEmpty() ? "" : get("InvocationID") + ":" + get("NRestarts");
  }

  /// For example `active/running`, `failed/failed, exit-code (status 1), restarted 5 times`.
  String detail() {
    StringBuilder text = new StringBuilder(get("ActiveState") + "/" + get("SubState"));
    if (!get("Result").isEmpty() && !get("Result").equals("success")) {
      text.append(", ").append(get("Result"));
      if (!get("ExecMainStatus").isEmpty() && !get("ExecMainStatus").equals("0")) {
        text.append(" (status ").append(get("ExecMainStatus")).append(")");
      }
    }
    if (!get("NRestarts").isEmpty() && !get("NRestarts").equals("0")) {
      text.append(", restarted ").append(get("NRestarts")).append(" times");
    }
    if (!loadState().equals("loaded")) {
      text.append(", ").append(loadState());
    }
    return text.toString();
  }

  private String get(String name) {
    return properties.getOrDefault(name, "");
  }
}
