// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import com.google.gson.JsonObject;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A headless Chromium with a profile of its own. It is driven over pipes, so that it listens
/// nowhere, and ends when this process does, however that ends.
public final class Chromium implements AutoCloseable {
  private static final String PROGRAM = "chromium-headless-shell";

  /// The protocol's file descriptors are 3 and 4.
  private static final String ON_PIPES = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null";

  private final Process process;
  private final DevTools tools;

  private Chromium(Process process) {
    this.process = process;
    this.tools = new DevTools(process.getOutputStream(), process.getInputStream());
  }

  /// Starts one; a test without Chromium is skipped, with the reason.
  ///
  /// @param profile a directory for whatever it keeps, and for what it says
  public static Chromium start(Path profile) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", ON_PIPES, "sh"));
    argv.add(Tool.require(PROGRAM).toString());
    argv.addAll(
        List.of(
            "--remote-debugging-pipe",
            "--user-data-dir=" + profile,
            "--no-first-run",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"));
    if (System.getProperty("user.name").equals("root")) {
      argv.add("--no-sandbox"); // it does not start otherwise
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(argv);
      builder.environment().put("TZ", "UTC");
      builder.environment().put("LANG", "C.UTF-8");
      Path log = profile.resolve("chromium.log");
      return new Chromium(builder.redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new tab, which shares nothing with the others.
  public Tab tab() {
    JsonObject context = tools.call("", "Target.createBrowserContext", new JsonObject());
    JsonObject page = new JsonObject();
    page.addProperty("url", "about:blank");
    page.add("browserContextId", context.get("browserContextId"));
    JsonObject target = tools.call("", "Target.createTarget", page);
    target.addProperty("flatten", true);
    JsonObject attached = tools.call("", "Target.attachToTarget", target);
    return new Tab(tools, attached.get("sessionId").getAsString(), context);
  }

  @Override
  public void close() {
    List<ProcessHandle> tree = process.descendants().toList();
    try {
      process.getOutputStream().close(); // the end of the pipe is the end of the browser
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
