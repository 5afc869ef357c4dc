// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.LenientHost;
import dev.lastgood.testkit.World;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated world with a lock, which notes what is asked of both in which order.
final class RecordingHost {
  final World world = new World();
  final CriticalSection section = new CriticalSection();
  final List<String> asked = new ArrayList<>();
  Optional<String> otherPass = Optional.empty();
  Optional<Failure> broken = Optional.empty();

  Equipment equipment() {
    HostPreconditions preconditions =
        new LenientHost() {
          @Override
          public void demand() throws StepFailed {
            asked.add("demand");
            if (broken.isPresent()) {
              throw new StepFailed(broken.get());
            }
          }

          @Override
          public void note() {
            asked.add("note");
          }
        };
    return new Equipment(
        world.ports(),
        new Deployer(world.ports(), section),
        new Tidied(),
        preconditions,
        new RecordedLock(),
        new NoHost());
  }

  ExclusiveWork exclusive() {
    return new ExclusiveWork(equipment(), Path.of("/var/lib/lastgood"));
  }

  private final class RecordedLock implements Lock {
    @Override
    public Answer take() {
      asked.add("take");
      return otherPass.<Answer>map(Busy::new).orElseGet(() -> (Held) () -> asked.add("release"));
    }

    @Override
    public boolean isHeld() {
      return otherPass.isPresent();
    }
  }

  private final class Tidied implements Archive {
    @Override
    public void tidy() {
      asked.add("tidy");
    }

    @Override
    public Chain chain(TargetName target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Entry find(TargetName target, String entry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Audit audit() {
      return new Audit(Map.of(), List.of());
    }

    @Override
    public void serve(InputStream in, OutputStream out) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class NoHost implements HostInspection {
    @Override
    public String text(Path file) {
      return "";
    }

    @Override
    public Optional<String> problem(List<String> argv) {
      return Optional.empty();
    }

    @Override
    public List<String> containersMounting(Path file) {
      return List.of();
    }
  }
}
