// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remote;
import dev.lastgood.testkit.SourceBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What is the same for every way to a server, of which a repository on this machine is one that no
/// test can make slow.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class TransferLimitTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static TransferLimit limit(Asked asked, Duration longest) {
    Remote remote =
        SourceBuilder.of("file:///srv/app.git")
            .within(new Limits(TIMEOUT, 1 << 20, 1 << 20, longest))
            .build()
            .remote();
    return TransferLimit.of(remote, asked);
  }

  /// A kilobyte a fifth of the timeout, for three times as long.
  private static void slowly(TransferLimit limit) throws IOException {
    InputStream slow =
        new InputStream() {
          private int left = 15 * 1024;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            try {
              Thread.sleep(TIMEOUT.dividedBy(5));
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            left -= 1024;
            return left < 0 ? -1 : 1024;
          }
        };
    limit.arriving(limit.bounded(slow)).transferTo(java.io.OutputStream.nullOutputStream());
  }

  @Test
  void objects_take_as_long_as_they_arrive() throws Exception {
    TransferLimit limit = limit(Asked.OBJECTS, LONG);
    slowly(limit);
    assertThat(limit.isOver()).isFalse();
    Thread.sleep(TIMEOUT);
    assertThat(limit.isOver()).isTrue();
    assertThat(limit.tooSlow()).hasMessageContaining("less than 1KiB a second for the timeout");
  }

  @Test
  void but_not_longer_than_they_may() {
    TransferLimit limit = limit(Asked.OBJECTS, TIMEOUT.multipliedBy(2));
    assertThatThrownBy(() -> slowly(limit)).hasMessageContaining("had not sent all of it after");
  }

  @Test
  void an_answer_has_to_be_whole_in_time() {
    TransferLimit limit = limit(Asked.ANSWER, LONG);
    assertThatThrownBy(() -> slowly(limit))
        .hasMessageContaining("did not finish within the timeout");
  }

  @Test
  void words_beside_the_objects_put_nothing_off() {
    TransferLimit limit = limit(Asked.OBJECTS, LONG);
    assertThatThrownBy(
            () -> {
              InputStream endless = limit.bounded(new Words());
              while (endless.read() >= 0) {
                Thread.sleep(1);
              }
            })
        .hasMessageContaining("did not finish within the timeout");
  }

  private static final class Words extends InputStream {
    @Override
    public int read() {
      return '.';
    }
  }
}
