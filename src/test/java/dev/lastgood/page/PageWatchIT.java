// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.browser.Accessibility;
import dev.lastgood.browser.Chromium;
import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report that the resident process answers with, in a browser on the same host.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PageWatchIT {
  @TempDir private Path directory;

  @Test
  void shows_what_is_live_and_what_waits_and_keeps_to_its_headers() throws Exception {
    SampleHost host = SampleHost.in(Files.createDirectory(directory.resolve("host")));
    Process watch = host.program("watch");
    try (Chromium chromium = Chromium.start(Files.createDirectory(directory.resolve("profile")));
        OpenReport page = new OpenReport(chromium.tab())) {
      URI address = URI.create(host.address());
      Await.until("the report", () -> status(address) == 200);
      page.tab().open(address);
      assertThat(page.seen())
          .contains("Read the muscle out of its JSON", "Jonas Weiss")
          .contains("Sync the calendar", "Mira Sato", "bucket_definitions");
      assertThat(page.shown()).hasSize(7);
      page.unfolded().search("words", "frobnicate").answered();
      assertThat(page.shown()).hasSize(1);
      assertThat(page.tab().complaints()).isEmpty();
      assertThat(Accessibility.violations(page.tab())).isEmpty();
      assertThat(page.tab().is("fetch('/healthz').then(() => false, () => true)"))
          .as("a script in it may ask nobody, not even who answered it")
          .isTrue();
    } finally {
      watch.destroy();
      watch.waitFor();
    }
  }

  private static int status(URI address) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0; // it does not listen yet
    }
  }
}
