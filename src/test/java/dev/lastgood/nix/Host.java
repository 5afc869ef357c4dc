// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A host as the module makes it.
///
/// @param json what `nix/tests/stub/evaluate.nix` says of it
/// @param store where its packages would be
public record Host(JsonObject json, Path store) {
  /// The assertions that don't hold; NixOS would refuse to build it.
  List<String> failed() {
    return strings("failed");
  }

  List<String> warnings() {
    return strings("warnings");
  }

  /// The units, name and text.
  Map<String, String> units() {
    Map<String, String> units = new TreeMap<>();
    json.getAsJsonObject("units")
        .entrySet()
        .forEach(each -> units.put(each.getKey(), each.getValue().getAsString()));
    return units;
  }

  /// The units that NixOS does not define, and that are only added to.
  List<String> dropIns() {
    return strings("dropIns");
  }

  /// A unit's text.
  String unit(String name) {
    assertThat(units()).containsKey(name);
    return json.getAsJsonObject("units").get(name).getAsString();
  }

  /// `lastgood.yaml`.
  String configuration() {
    return json.get("configuration").getAsString();
  }

  /// What the stand-ins of other projects were told.
  JsonElement other(String option) {
    return json.getAsJsonObject("others").get(option);
  }

  /// polkit's rules.
  String polkit() {
    return json.getAsJsonObject("polkit").get("extraConfig").getAsString();
  }

  /// The operator's command.
  String command() {
    return json.getAsJsonArray("commands").get(0).getAsString();
  }

  List<String> strings(String name) {
    List<String> strings = new ArrayList<>();
    for (JsonElement each : json.getAsJsonArray(name)) {
      strings.add(each.getAsString());
    }
    return strings;
  }

  /// Directory → `user:group mode`.
  Map<String, String> directories() {
    Map<String, String> directories = new TreeMap<>();
    json.getAsJsonObject("tmpfiles")
        .getAsJsonObject("10-lastgood")
        .entrySet()
        .forEach(each ->
            directories.put(
                each.getKey(), owner(each.getValue().getAsJsonObject().getAsJsonObject("d"))));
    return directories;
  }

  /// As [#directories], but what has to last.
  Map<String, String> persistent() {
    Map<String, String> directories = new TreeMap<>();
    json.getAsJsonArray("persistentDirectories")
        .forEach(each ->
            directories.put(
                each.getAsJsonObject().get("directory").getAsString(),
                owner(each.getAsJsonObject())));
    return directories;
  }

  private static String owner(JsonObject directory) {
    return "%s:%s %s"
        .formatted(
            directory.get("user").getAsString(),
            directory.get("group").getAsString(),
            directory.get("mode").getAsString());
  }
}
