// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.config.Config;
import dev.lastgood.page.ReportPage;
import dev.lastgood.watch.Page;
import java.util.Optional;
import java.util.function.Supplier;

/// The report as the resident process answers it. It has adapters of its own: nothing is shared
/// with the thread that makes passes.
final class WatchPage implements Page {
  private final Session session;
  private final Supplier<Config> config;
  private Optional<ReportPage> page = Optional.empty();

  /// @param config as it is now
  WatchPage(Session session, Supplier<Config> config) {
    this.session = session;
    this.config = config;
  }

  @Override
  public Made make() {
    Config now = config.get();
    Equipment equipment = session.environment().wiring().apply(now);
    ReportPage.Made made =
        page().of(ReportedTargets.here(equipment, now.targets()), session.moments());
    return new Made(made.html(), ReportPage.POLICY);
  }

  /// Made late: who is never asked loads nothing of it.
  private ReportPage page() {
    ReportPage made =
        page.orElseGet(() ->
            new ReportPage(
                ReportedTargets.about(session.operator().host()),
                pass -> ExitCode.of(pass).code()));
    page = Optional.of(made);
    return made;
  }
}
