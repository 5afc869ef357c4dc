// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A disk with whole files only.
public final class MemoryDestination implements Destination {
  private final Map<Path, Content> files = new HashMap<>();
  private final Map<Path, DeploymentTag> marks = new HashMap<>();
  private int staged;
  private boolean own = true;
  private Optional<Failure> obstacle = Optional.empty();
  private Optional<Failure> flush = Optional.empty();

  @Override
  public Optional<Content> look(Place place) {
    return Optional.ofNullable(files.get(place.path()));
  }

  @Override
  public Optional<DeploymentTag> deploymentTag(Place place) {
    return Optional.ofNullable(marks.get(place.path()))
        .map(mark -> new DeploymentTag(own && mark.own(), mark.blob()));
  }

  @Override
  public Staged stage(Place place, Content content) {
    Path file = place.path().resolveSibling(".staged-" + ++staged);
    files.put(file, content);
    return new Staged(place, file, content);
  }

  @Override
  public void requireReady(Place place) throws StepFailed {
    if (obstacle.isPresent()) {
      throw new StepFailed(obstacle.get());
    }
  }

  @Override
  public void swap(Staged staged) throws StepFailed {
    Content content = files.remove(staged.file());
    if (content == null) {
      throw new IllegalStateException("nothing staged at " + staged.file());
    }
    files.put(staged.place().path(), content);
    marks.put(staged.place().path(), new DeploymentTag(true, content.blob()));
    flush();
  }

  @Override
  public void remove(Place place) throws StepFailed {
    marks.remove(place.path());
    files.remove(place.path());
    flush();
  }

  private void flush() throws StepFailed {
    if (flush.isPresent()) {
      throw new StepFailed(flush.get());
    }
  }

  @Override
  public void discard(Staged staged) {
    files.remove(staged.file());
  }

  @Override
  public void sweep(Place place) {
    files.keySet().removeIf(path -> path.getFileName().toString().startsWith(".staged-"));
  }

  /// What an editor would do that replaces the file.
  public void write(Place place, String text) {
    files.put(place.path(), Content.of(text));
    marks.remove(place.path());
  }

  /// What a person does who wants it gone.
  public void erase(Place place) {
    marks.remove(place.path());
    files.remove(place.path());
  }

  /// What an editor would do that writes into the file.
  public void writeInto(Place place, String text) {
    files.put(place.path(), Content.of(text));
  }

  /// What a command does to the copy that it is given.
  public void overwrite(Path file, String text) {
    files.put(file, Content.of(text));
  }

  /// Another record is in use now than the one that deployed so far.
  public void forget() {
    own = false;
  }

  /// Something stands in the way of a swap, or nothing does any more.
  public void obstructed(Optional<Failure> by) {
    obstacle = by;
  }

  /// From now on directories can't be flushed, or they can again.
  public void unflushed(Optional<Failure> why) {
    flush = why;
  }

  /// Every file there is.
  public int count() {
    return files.size();
  }
}
