// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.testkit.Await;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// One page of a browser, and what a person or a script can do with it.
public final class Tab implements AutoCloseable {
  private final DevTools tools;
  private final String session;
  private final JsonObject context;
  private final Complaints complaints = new Complaints();
  private final AtomicInteger loaded = new AtomicInteger();

  /// Which of a page's two coats of paint is asked for.
  public enum Scheme {
    LIGHT,
    DARK
  }

  Tab(DevTools tools, String session, JsonObject context) {
    this.tools = tools;
    this.session = session;
    this.context = context;
    tools.listen(session, this::hear);
    List.of("Page", "Runtime", "Log", "Network", "Audits")
        .forEach(domain -> call(domain + ".enable", "{}"));
    window(1280, 900);
  }

  private void hear(DevTools.Event event) {
    complaints.hear(event);
    switch (event.method()) {
      case "Page.loadEventFired" -> loaded.incrementAndGet();
      case "Page.javascriptDialogOpening" -> dismiss();
      default -> {}
    }
  }

  /// Nobody waits for the answer on the thread that reads it.
  private void dismiss() {
    Future<?> _ = tools.send(session, "Page.handleJavaScriptDialog", parsed("{'accept': false}"));
  }

  /// The size of the window, in CSS pixels.
  public Tab window(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{'width': %d, 'height': %d, 'deviceScaleFactor': 1, 'mobile': false}"
            .formatted(width, height));
    return this;
  }

  /// As on a screen that hides them while nobody scrolls.
  public Tab withoutScrollbars() {
    call("Emulation.setScrollbarsHidden", "{'hidden': true}");
    return this;
  }

  public Tab scheme(Scheme scheme) {
    return media("", scheme);
  }

  /// Shows the page as it is printed.
  public Tab asPrinted() {
    return media("print", Scheme.LIGHT);
  }

  private Tab media(String medium, Scheme scheme) {
    call(
        "Emulation.setEmulatedMedia",
        "{'media': '%s', 'features': [{'name': 'prefers-color-scheme', 'value': '%s'}]}"
            .formatted(medium, scheme == Scheme.DARK ? "dark" : "light"));
    return this;
  }

  /// As for a person who lets no page run scripts.
  public Tab withoutScripts() {
    call("Emulation.setScriptExecutionDisabled", "{'value': true}");
    return this;
  }

  /// Opens a file and waits until it is loaded.
  public Tab open(Path file) {
    return open(file.toAbsolutePath().toUri());
  }

  /// Opens a page and waits until it is loaded.
  public Tab open(URI page) {
    int before = loaded.get();
    JsonObject params = new JsonObject();
    params.addProperty("url", page.toString());
    JsonObject answer = tools.call(session, "Page.navigate", params);
    assertThat(answer.has("errorText")).as("%s: %s", page, answer).isFalse();
    Await.until("the page to load", () -> loaded.get() > before);
    return this;
  }

  /// What an expression of JavaScript is; a promise is awaited.
  public JsonElement value(String expression) {
    JsonObject params = parsed("{'returnByValue': true, 'awaitPromise': true}");
    params.addProperty("expression", expression);
    JsonObject answer = tools.call(session, "Runtime.evaluate", params);
    assertThat(answer.has("exceptionDetails")).as("%s: %s", expression, answer).isFalse();
    return answer.getAsJsonObject("result").get("value");
  }

  public String text(String expression) {
    return value(expression).getAsString();
  }

  public int number(String expression) {
    return value(expression).getAsInt();
  }

  public boolean is(String expression) {
    return value(expression).getAsBoolean();
  }

  /// A list of texts.
  public List<String> texts(String expression) {
    return value(expression).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  /// Presses a key and lets it go.
  public Tab press(Key key) {
    key.strokes().forEach(stroke -> tools.call(session, "Input.dispatchKeyEvent", stroke));
    return this;
  }

  /// Writes where the cursor is.
  public Tab type(String text) {
    JsonObject params = new JsonObject();
    params.addProperty("text", text);
    tools.call(session, "Input.insertText", params);
    return this;
  }

  /// What the window shows, as PNG.
  public byte[] picture() {
    return decoded(call("Page.captureScreenshot", "{'format': 'png'}"));
  }

  /// The page on paper, as PDF.
  public byte[] printed() {
    return decoded(
        call("Page.printToPDF", "{'printBackground': false, 'preferCSSPageSize': true}"));
  }

  private static byte[] decoded(JsonObject answer) {
    return Base64.getDecoder().decode(answer.get("data").getAsString());
  }

  /// What was heard of the page so far that a quiet one would not have let be heard.
  public List<String> complaints() {
    value("new Promise(done => setTimeout(done, 50))"); // what was begun is reported by then
    return complaints.all();
  }

  /// A command of the protocol that no method here is for.
  ///
  /// @param params JSON in which single quotes do
  public JsonObject call(String method, String params) {
    return tools.call(session, method, parsed(params));
  }

  private static JsonObject parsed(String params) {
    return JsonParser.parseString(params).getAsJsonObject();
  }

  @Override
  public void close() {
    tools.call("", "Target.disposeBrowserContext", context);
  }
}
