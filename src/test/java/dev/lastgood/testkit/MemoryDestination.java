// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.deploy.Destination;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Content;
import dev.lastgood.model.Place;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A disk with whole files only.
public final class MemoryDestination implements Destination {
  private final Map<Path, Content> files = new HashMap<>();
  private int staged;

  @Override
  public Optional<Content> look(Place place) {
    return Optional.ofNullable(files.get(place.path()));
  }

  @Override
  public Staged stage(Place place, Content content) {
    Path file = place.path().resolveSibling(".staged-" + ++staged);
    files.put(file, content);
    return new Staged(place, file, content);
  }

  @Override
  public void swap(Staged staged) throws StepFailed {
    Content content = files.remove(staged.file());
    if (content == null) {
      throw new IllegalStateException("nothing staged at " + staged.file());
    }
    files.put(staged.place().path(), content);
  }

  @Override
  public void remove(Place place) {
    files.remove(place.path());
  }

  @Override
  public void discard(Staged staged) {
    files.remove(staged.file());
  }

  @Override
  public void sweep(Place place) {
    files.keySet().removeIf(path -> path.getFileName().toString().startsWith(".staged-"));
  }

  /// What an editor would do.
  public void write(Place place, String text) {
    files.put(place.path(), Content.of(text));
  }

  /// Every file there is.
  public int count() {
    return files.size();
  }
}
