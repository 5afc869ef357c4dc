// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.EntryId;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.testkit.GitOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who looks on is told of what takes long with a record.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportedProgressTest {
  @TempDir private Path here;
  @TempDir private Path other;
  @TempDir private Path there;
  private final Heard heard = new Heard();
  private RecordHost host;
  private RecordHost twin;

  /// What was told, and whether it ended.
  private static final class Heard implements Progress {
    private final List<Told> all = new ArrayList<>();
    private boolean breaksOff;

    @Override
    public Task begin(Activity activity, String subject) {
      Told told = new Told(activity, subject, breaksOff && activity == Activity.SENDING);
      all.add(told);
      return told;
    }

    List<Told> of(Progress.Activity activity) {
      return all.stream().filter(told -> told.activity == activity).toList();
    }
  }

  private static final class Told implements Progress.Task {
    private final Progress.Activity activity;
    private final String subject;
    private long total = -1;
    private long done;
    private boolean ended;
    private final boolean breaksOff;

    Told(Progress.Activity activity, String subject, boolean breaksOff) {
      this.breaksOff = breaksOff;
      this.activity = activity;
      this.subject = subject;
    }

    @Override
    public void expect(long all) {
      total = all;
    }

    @Override
    public void advance(long more) {
      done += more;
      if (breaksOff) {
        throw new IllegalStateException("broke off");
      }
    }

    @Override
    public void close() {
      ended = true;
    }
  }

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void open() throws Exception {
    GitOrigin.create(there.resolve("record.git"));
    String url = "file://" + there.resolve("record.git");
    host = RecordHost.of(here, url);
    twin = RecordHost.of(other, url);
    host.pushes("a", "b", "c");
  }

  @Test
  void verify_tells_each_entry_and_how_many_there_are() throws Exception {
    new LedgerArchive(here, "host1", () -> START, heard).audit();

    assertThat(heard.all)
        .singleElement()
        .satisfies(told -> {
          assertThat(told.subject).isEqualTo("powersync");
          assertThat(told.done).isEqualTo(3);
          assertThat(told.total).isEqualTo(3);
          assertThat(told.ended).isTrue();
        });
  }

  @Test
  void a_push_tells_the_objects_that_it_sends() throws Exception {
    host.there(heard).push(POWERSYNC, host.deploys("c", "d").id());

    assertThat(heard.of(Progress.Activity.SENDING))
        .allSatisfy(told -> assertThat(told.ended).isTrue())
        .anySatisfy(told -> assertThat(told.total).isPositive().isEqualTo(told.done));
  }

  @Test
  void a_push_that_breaks_off_is_not_told_to_go_on() throws Exception {
    heard.breaksOff = true;
    EntryId next = host.deploys("c", "d").id();
    assertThatThrownBy(() -> host.there(heard).push(POWERSYNC, next)).isNotNull();

    assertThat(heard.of(Progress.Activity.SENDING))
        .isNotEmpty()
        .allSatisfy(told -> assertThat(told.ended).isTrue());
  }

  @Test
  void a_restore_tells_the_bytes_that_come_and_the_entries_that_it_verifies() throws Exception {
    twin.there(heard).compare(POWERSYNC);

    assertThat(heard.of(Progress.Activity.RECEIVING))
        .singleElement()
        .satisfies(told -> {
          assertThat(told.subject).startsWith("file://");
          assertThat(told.done).isPositive();
          assertThat(told.ended).isTrue();
        });
    assertThat(heard.of(Progress.Activity.VERIFYING))
        .singleElement()
        .satisfies(told -> {
          assertThat(told.done).isEqualTo(3);
          assertThat(told.ended).isTrue();
        });
  }
}
