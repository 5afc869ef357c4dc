// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/// A key of the keyboard.
public enum Key {
  TAB("Tab", 9, ""),
  BACK_TAB("Tab", 9, ""),
  ENTER("Enter", 13, "\r"),
  SPACE("Space", 32, " "),
  ESCAPE("Escape", 27, ""),
  UP("ArrowUp", 38, ""),
  DOWN("ArrowDown", 40, ""),
  SLASH("Slash", 191, "/");

  private static final int SHIFT = 8;

  private final String code;
  private final int number;
  private final String text;

  Key(String code, int number, String text) {
    this.code = code;
    this.number = number;
    this.text = text;
  }

  /// What the browser is told.
  List<JsonObject> strokes() {
    return Stream.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp").map(this::stroke).toList();
  }

  private JsonObject stroke(String type) {
    JsonObject stroke = new JsonObject();
    stroke.addProperty("type", type);
    stroke.addProperty("code", code);
    stroke.addProperty("key", text.isBlank() && this != SPACE ? code : text);
    stroke.addProperty("windowsVirtualKeyCode", number);
    stroke.addProperty("modifiers", this == BACK_TAB ? SHIFT : 0);
    if (type.equals("keyDown")) {
      stroke.addProperty("text", text);
    }
    return stroke;
  }
}
