// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.io.File;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.nls.NLS;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// What JGit sees of this host: no Git configuration but a repository's own, no `GIT_*` variable;
/// and objects are flushed to disk before they count as written.
///
/// Left alone, JGit starts `git` to find the system configuration, obeys `http.extraHeader` and
/// `url.*.insteadOf` of whoever runs it, and measures the file system's timestamps for three
/// seconds in every process that can't keep the result in its home directory.
public final class IsolatedSystem extends SystemReader.Delegate {
  private IsolatedSystem(SystemReader host) {
    super(host);
  }

  /// Makes JGit see the host this way from now on, in the whole process: the ledger on JGit needs
  /// it too. To be called before JGit is first used; a second call does nothing.
  public static synchronized void install() {
    SystemReader present = SystemReader.getInstance();
    // JGit has English texts only; in another locale it looks through every jar to find that out.
    NLS.setLocale(Locale.ROOT);
    if (!(present instanceof IsolatedSystem)) {
      SystemReader.setInstance(new IsolatedSystem(present));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  /// JGit asks for this where it needs the settings, and for a file only where it would write them.
  @Override
  public StoredConfig getSystemConfig() {
    return Nothing.AT_ALL;
  }

  @Override
  public StoredConfig getUserConfig() {
    return Nothing.AT_ALL;
  }

  @Override
  public StoredConfig getJGitConfig() {
    return Nothing.AT_ALL;
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  /// A configuration that knows the timestamps' resolution by heart.
  ///
  /// It is no [FileBasedConfig]: with that class come the rules of time zones and JGit's 900 texts,
  /// 80 ms of a quiet pass, for which JGit's SHA-1 alone asks for the user's settings.
  private static final class Nothing extends StoredConfig {
    static final StoredConfig AT_ALL = new Nothing();

    /// Coarser than any file system in use: JGit then reads a file again that it need not, and
    /// never trusts one that it should not.
    private static final Duration RESOLUTION = Duration.ofSeconds(2);

    private static final Duration RACY = Duration.ofMillis(10);

    Nothing() {
      // Every repository inherits this; in its own file, stock Git would grumble about it.
      setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncObjectFiles", true);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long otherwise, TimeUnit unit) {
      if (!section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
        return super.getTimeUnit(section, subsection, name, otherwise, unit);
      }
      return switch (name) {
        case ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION -> unit.convert(RESOLUTION);
        case ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD -> unit.convert(RACY);
        default -> otherwise;
      };
    }
  }

  /// The same to a caller that wants a file.
  private static final class NoFile extends FileBasedConfig {
    @SuppressWarnings("NullAway") // JGit's own way to say "no file", not annotated
    NoFile(@Nullable Config parent, FS fs) {
      super(parent, (File) null, fs);
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
