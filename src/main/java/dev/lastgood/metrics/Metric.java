// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import java.util.List;

/// All metrics there are, in the order in which they are written. Each is a gauge: what the ledger
/// holds and what a look took can be less the next time.
///
/// Names of targets and sources are the configuration's, states, outcomes, commits and blobs are
/// lastgood's own; no label holds a word that comes from a repository.
enum Metric {
  BUILD_INFO("lastgood_build_info", "The version that wrote this.", "version"),
  TARGET_STATE(
      "lastgood_target_state",
      "1 for the state that the target is in, 0 for each of the others.",
      "target",
      "state"),
  TARGET_LIVE_INFO(
      "lastgood_target_live_info",
      "The content that is live by the record, and the commit that it came from, empty for a file"
          + " that was found; absent when nothing is live.",
      "target",
      "commit",
      "blob"),
  TARGET_LIVE_SINCE(
      "lastgood_target_live_since_timestamp_seconds",
      "When the content that is live became live; absent when nothing is.",
      "target"),
  TARGET_WAITING_SINCE(
      "lastgood_target_waiting_since_timestamp_seconds",
      "Since when the branch holds content that is not live; absent when nothing waits.",
      "target"),
  LAST_PASS(
      "lastgood_last_pass_timestamp_seconds",
      "When the last pass over the target ended; a run that did not get the lock is none.",
      "target"),
  LAST_PASS_EXIT_CODE(
      "lastgood_last_pass_exit_code", "The exit code of the last pass over the target.", "target"),
  LAST_PASS_DURATION(
      "lastgood_last_pass_duration_seconds",
      "How long the last pass over the target took.",
      "target"),
  SOURCE_JUDGED(
      "lastgood_source_judged_timestamp_seconds",
      "When the branch's content was last judged for each target of the source; absent when it"
          + " never was for one of them.",
      "source"),
  SOURCE_REQUESTS(
      "lastgood_source_requests",
      "Requests to the source's server for the last look, and for what it led to.",
      "source"),
  SOURCE_BYTES("lastgood_source_bytes", "Bytes that came in answer to these.", "source"),
  QUARANTINED_BLOBS(
      "lastgood_quarantined_blobs", "Contents in quarantine, which no pass tries.", "target"),
  ENTRIES(
      "lastgood_entries",
      "Entries that the target's record holds, by outcome.",
      "target",
      "outcome"),
  LEDGER_UNPUSHED_ENTRIES(
      "lastgood_ledger_unpushed_entries",
      "Entries that the record's remote is not known to have; absent without a remote.",
      "target"),
  LEDGER_PUSHED(
      "lastgood_ledger_pushed_timestamp_seconds",
      "When all of the target's record was last known to be on its remote; absent without a remote,"
          + " or when it never was.",
      "target");

  private final String metricName;
  private final String help;
  private final String labels;

  Metric(String metricName, String help, String... labels) {
    this.metricName = metricName;
    this.help = help;
    this.labels = String.join(",", labels);
  }

  String metricName() {
    return metricName;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return List.of(labels.split(","));
  }
}
