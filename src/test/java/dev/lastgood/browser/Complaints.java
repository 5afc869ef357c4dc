// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a page does that a quiet one does not: errors and warnings of its scripts and of the
/// browser about it, dialogs, breaches of its content security policy, requests.
final class Complaints {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /// An event that is no complaint is passed over.
  void hear(DevTools.Event event) {
    JsonObject params = event.params();
    switch (event.method()) {
      case "Runtime.consoleAPICalled" -> add("console", params.get("args").toString());
      case "Runtime.exceptionThrown" -> add("exception", params.get("exceptionDetails").toString());
      case "Log.entryAdded" -> add("log", params.get("entry").toString());
      case "Audits.issueAdded" -> add("issue", params.get("issue").toString());
      case "Page.javascriptDialogOpening" -> add("dialog", params.get("message").toString());
      case "Page.windowOpen" -> add("window", params.get("url").toString());
      case "Network.requestWillBeSent" -> request(params);
      default -> {}
    }
  }

  /// The page itself is what was asked for.
  private void request(JsonObject params) {
    String url = params.getAsJsonObject("request").get("url").getAsString();
    boolean page = params.get("type").getAsString().equals("Document");
    if (!page && !url.startsWith("data:")) {
      add("request", url);
    }
  }

  private void add(String kind, String what) {
    heard.add(kind + ": " + what);
  }

  List<String> all() {
    return List.copyOf(heard);
  }
}
