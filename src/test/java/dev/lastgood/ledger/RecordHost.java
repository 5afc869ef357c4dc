// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.content;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;

import dev.lastgood.git.link.Connector;
import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Limits;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A host whose record is kept at a remote, too.
///
/// @param state its state directory
record RecordHost(Path state, Remote remote, String name) {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(30), 8 << 20, 1 << 20, Duration.ofMinutes(10));

  /// The branch that these hosts push to.
  static final String BRANCH = "web-arm/powersync";

  /// A host that pushes to an address without credentials.
  static RecordHost of(Path state, String url) {
    return of(
        state, url, new Access(new Auth.Anonymous(), Optional.empty(), Optional.empty(), LIMITS));
  }

  /// A host that pushes to an address with a credential.
  static RecordHost of(Path state, String url, Auth auth) {
    return of(state, url, new Access(auth, Optional.empty(), Optional.empty(), LIMITS));
  }

  private static RecordHost of(Path state, String url, Access access) {
    return new RecordHost(
        state,
        new Remote(RemoteUrl.parse(url), access, "ledger.push", Remote.Use.WRITE),
        "web-arm");
  }

  GitLedger ledger() {
    return new GitLedger(state, name, () -> START);
  }

  GitLedgerRemote there() {
    return there(Progress.NONE);
  }

  GitLedgerRemote there(Progress progress) {
    return new GitLedgerRemote(
        state,
        new GitLedgerRemote.Place(remote, name),
        new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)),
        new Connector(Map.of(), progress));
  }

  /// Deploys some content after other content.
  Entry deploys(String before, String after) throws StepFailed {
    return ledger()
        .settle(
            deployed(
                before.isEmpty() ? Optional.empty() : Optional.of(content(before)), content(after)),
            contents(content(after)));
  }

  /// Deploys and pushes some contents, one after the other.
  Entry pushes(String... contents) throws StepFailed {
    Entry newest = deploys("", contents[0]);
    for (int i = 1; i < contents.length; i++) {
      newest = deploys(contents[i - 1], contents[i]);
    }
    there().push(POWERSYNC, newest.id());
    return newest;
  }

  List<EntryId> entries() throws StepFailed {
    List<EntryId> ids = new ArrayList<>();
    ledger().walk(POWERSYNC, entry -> ids.add(entry.id()));
    return ids;
  }

  /// The ledger's directory.
  Path directory() {
    return state.resolve("ledger.git");
  }

  /// Runs `git` in the ledger.
  String git(String... arguments) {
    return Tool.git(directory(), arguments);
  }
}
