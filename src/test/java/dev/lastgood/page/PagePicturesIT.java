// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.browser.Chromium;
import dev.lastgood.browser.Picture;
import dev.lastgood.browser.Tab;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pictures of the report in the documents are of the report as it is.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PagePicturesIT {
  private static final Path PICTURES = Path.of("docs/images");
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 1_130;
  private static final long LARGEST = 150_000;

  private static final String DESTINATION = "/srv/powersync/sync-rules.yaml";

  /// What somebody who looks at a picture takes the page for.
  private static final List<String> HEADINGS = List.of("lastgood on web-arm", "Targets", "Entries");

  @TempDir private Path directory;

  @Test
  void show_the_page_as_it_is() throws IOException {
    SampleHost host = SampleHost.in(Files.createDirectory(directory.resolve("host")));
    Path page = elsewhere(host);
    try (Chromium chromium = Chromium.start(Files.createDirectory(directory.resolve("profile")))) {
      for (Tab.Scheme scheme : Tab.Scheme.values()) {
        try (Tab tab = chromium.tab().scheme(scheme).window(WIDTH, HEIGHT).withoutScrollbars()) {
          tab.open(page);
          assertThat(tab.texts("[...document.querySelectorAll('h1, h2')].map(it => it.innerText)"))
              .as("of other headings: run with -Dgolden.update=true, and look at docs/images")
              .isEqualTo(HEADINGS);
          Path file = PICTURES.resolve("report-" + word(scheme) + ".png");
          if (Boolean.getBoolean("golden.update")) {
            Picture.write(tab.picture(), file);
          }
          assertIsPicture(file);
        }
      }
    }
  }

  private static String word(Tab.Scheme scheme) {
    return scheme.name().toLowerCase(Locale.ROOT);
  }

  private static void assertIsPicture(Path file) throws IOException {
    assertThat(Path.of("README.md")).content().contains("=\"" + file + "\"");
    assertThat(Files.size(file)).isLessThanOrEqualTo(LARGEST);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isEqualTo(HEIGHT);
  }

  /// The machine that makes the picture is nobody's business.
  private static Path elsewhere(SampleHost host) throws IOException {
    Path page = host.report().file();
    String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    String text = Files.readString(page).replace(host.destination().toString(), DESTINATION);
    return Files.writeString(page.resolveSibling("picture.html"), text.replace(name, "web-arm"));
  }
}
