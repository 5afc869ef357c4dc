// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.MirrorContract;

final class FakeMirrorTest extends MirrorContract {
  private final FakeMirror mirror = new FakeMirror();

  @Override
  protected Mirror mirror() {
    return mirror;
  }

  @Override
  protected Source source() {
    return SourceBuilder.of("file:///nowhere").build();
  }

  @Override
  protected RepoPath path() {
    return new RepoPath("rules.yaml");
  }

  @Override
  protected CommitId commit(String text, String message) {
    return mirror.commit(text, message);
  }

  @Override
  protected void rewrite() {
    mirror.rewrite();
  }

  @Override
  protected void down() {
    mirror.down();
  }
}
