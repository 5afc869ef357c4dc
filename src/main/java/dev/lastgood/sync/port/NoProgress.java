// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// Nobody looks. A class, because a timer's pass has it: a lambda would be made anew in each.
final class NoProgress implements Progress, Progress.Task {
  @Override
  public Task begin(Activity activity, String subject) {
    return this;
  }

  @Override
  public void expect(long total) {}

  @Override
  public void advance(long more) {}

  @Override
  public void close() {}
}
