// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.SourceBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.util.FS;

/// Reads `a` once and prints what JGit takes the file system's resolution for.
public final class Once {
  private Once() {}

  public static void main(String... arguments) throws Exception {
    Source source = SourceBuilder.of(arguments[1]).build();
    GitMirror mirror = new GitMirror(Path.of(arguments[0]), Map.of());
    var found = mirror.locate(source, mirror.look(source), new RepoPath("a"));
    String text = mirror.read(source, found, 100).text();
    if (!text.equals("one")) {
      throw new AssertionError(text);
    }
    System.out.println(FS.getFileStoreAttributes(Path.of(arguments[0])).getFsTimestampResolution());
  }
}
