// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Content;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;

/// That a target's file can be had, asked of its source once, before there is a host that wants it.
public record SourceTrial(Mirror.Found found, Content content) {
  /// Asks for the branch, finds the file, and reads it.
  public static SourceTrial of(Mirror mirror, Target target) throws RequestFailed {
    Source source = target.source();
    return Subject.of(source)
        .ask(() -> {
          Mirror.Tip tip = mirror.look(source);
          Mirror.Found found = mirror.locate(source, tip, target.path());
          return new SourceTrial(found, mirror.read(source, found, target.gate().maxSize()));
        });
  }
}
