// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Branch;
import dev.lastgood.model.HostName;
import dev.lastgood.model.Remote;
import dev.lastgood.model.TargetName;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// Where a target's chain is at a remote.
record RemoteBranch(Remote remote, HostName host, TargetName target) {
  private static final int DIGITS = 12;

  Branch branch() {
    return new Branch(host + "/" + target);
  }

  /// The branch's full name.
  String ref() {
    return branch().ref();
  }

  /// The ref of the ledger that says what the remote is known to have.
  String tracking() {
    return LedgerRefs.REMOTE + target + "/" + place();
  }

  /// The ref that says what it had, before it was seen to be something else.
  String lost() {
    return LedgerRefs.REMOTE_LOST + target + "/" + place();
  }

  /// Stands for the url and the branch: what was known of another repository, or under another
  /// name, is not taken for this one's.
  private String place() {
    byte[] place = (remote.url() + " " + ref()).getBytes(StandardCharsets.UTF_8);
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, place).name().substring(0, DIGITS);
    }
  }

  /// For an operator: the branch and where it is.
  @Override
  public String toString() {
    return "branch " + branch() + " at " + remote.url();
  }
}
