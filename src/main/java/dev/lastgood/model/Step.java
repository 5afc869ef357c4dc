// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// The steps of a pass, in order.
public enum Step implements Worded {
  /// Taking the state directory's lock.
  LOCK,
  /// Bringing the record and its remote together.
  RECONCILE,
  /// Finishing or undoing a pass that was killed.
  RECOVER,
  /// Asking the source for the branch's tip.
  LOOK,
  /// Bringing the tip's objects.
  FETCH,
  /// Deciding whether the candidate may be tried.
  JUDGE,
  /// Reading the file from the fetched objects.
  EXTRACT,
  /// Writing the candidate beside the destination.
  STAGE,
  /// Checking the staged bytes.
  CHECK,
  /// Recording what is about to happen.
  INTEND,
  /// Renaming the staged file over the destination.
  SWAP,
  /// Making the service read it.
  ACTIVATE,
  /// Watching the service.
  PROVE,
  /// Putting the last good back.
  ROLL_BACK,
  /// Recording what happened.
  SETTLE,
  /// Bringing what was recorded to the record's remote.
  PUSH;
}
