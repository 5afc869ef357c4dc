// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.sync.port.Progress;
import org.eclipse.jgit.lib.ProgressMonitor;

/// Tells how many objects JGit has made ready and sent, for whoever looks. JGit does not say that
/// something has ended that broke off: whoever sends does.
final class SendProgress implements ProgressMonitor, AutoCloseable {
  private final Progress progress;
  private final String url;
  private Progress.Task task = Progress.NONE.begin(Progress.Activity.SENDING, "");

  /// @param url where they go
  SendProgress(Progress progress, String url) {
    this.progress = progress;
    this.url = url;
  }

  @Override
  public void start(int tasks) {}

  @Override
  public void beginTask(String title, int work) {
    task = progress.begin(Progress.Activity.SENDING, url);
    if (work != UNKNOWN) {
      task.expect(work);
    }
  }

  @Override
  public void update(int completed) {
    task.advance(completed);
  }

  @Override
  public void endTask() {
    task.close();
  }

  /// Nothing is sent any more.
  @Override
  public void close() {
    task.close();
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void showDuration(boolean shown) {}
}
