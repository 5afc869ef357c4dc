// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

/// What is around the content of every page: the head, the style sheet, the script, and a policy by
/// which nothing else runs or is loaded.
final class Frame {
  /// Only our own style sheet and script, which stand in the page; nothing is loaded, and nothing
  /// is sent.
  static final String POLICY =
      "default-src 'none'; style-src "
          + Asset.STYLE.source()
          + "; script-src "
          + Asset.SCRIPT.source()
          + "; base-uri 'none'; form-action 'none'";

  private Frame() {}

  /// The whole page.
  ///
  /// @param body what is between the header's link and the script
  static Html around(String title, Html body) {
    return new Html()
        .raw("<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n")
        .raw("<meta http-equiv=Content-Security-Policy content=\"" + POLICY + "\">\n")
        .raw("<meta name=viewport content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=color-scheme content=\"light dark\">\n")
        .raw("<meta name=referrer content=no-referrer>\n")
        .element("title", title)
        .raw("\n<style>" + Asset.STYLE.text() + "</style>\n</head>\n<body>\n")
        .add(body)
        .raw("<script>" + Asset.SCRIPT.text() + "</script>\n</body>\n</html>\n");
  }
}
