// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.util.Objects;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps JGit from reading the machine's Git configuration, and from measuring the file system's
/// clock for three seconds in every JVM.
public final class QuietJGit extends SystemReader.Delegate {
  private QuietJGit(SystemReader delegate) {
    super(delegate);
  }

  /// Installs it for this JVM.
  public static void install() {
    if (!(SystemReader.getInstance() instanceof QuietJGit)) {
      SystemReader.setInstance(new QuietJGit(SystemReader.getInstance()));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public @Nullable String getString(String section, String subsection, String name) {
      if (Objects.equals(section, "filesystem")) {
        return "10 ms"; // what would be measured
      }
      return super.getString(section, subsection, name);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
