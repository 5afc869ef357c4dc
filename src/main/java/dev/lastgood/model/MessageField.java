// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What a message says, part by part: `{next}` in a notifier's template, `LASTGOOD_NEXT` in the
/// environment of its command, `"next"` in JSON.
public enum MessageField implements Worded {
  /// The same for each try to deliver this message, and for no other message.
  ID,
  /// `changed`, `reminder`, `recovered` or `test`.
  KIND,
  /// This host, by its name.
  HOST,
  /// The target; of a failed unit its name.
  TARGET,
  /// The state; `failed` of a unit.
  STATE,
  /// The states before, from where it was well, as in `waiting, stranded`.
  PREVIOUS,
  /// `fine`, `notice` or `wrong`.
  SEVERITY,
  /// One line of less than 120 characters.
  SUMMARY,
  /// What else there is to say, in lines.
  DETAILS,
  /// The summary, an empty line, and the details.
  MESSAGE,
  /// What is live: commit, subject, author, since when.
  LIVE,
  /// What waits: commit, subject, author, committed when.
  WAITS,
  /// What went wrong.
  WHY,
  /// What to do.
  NEXT,
  /// Since when it is so.
  SINCE,
  /// The page of the commit that it is about.
  LINK,
  /// When it was seen.
  TIME;

  /// The variable that carries it to a command.
  public String variable() {
    return "LASTGOOD_" + name();
  }
}
