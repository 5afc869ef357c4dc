// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The preset for PowerSync, as a user would write it: without a token it sees what the liveness
/// probe can see; with one, what the service itself says.
///
/// PowerSync answers 200 for a second before it exits on broken rules, and for ever when it is told
/// not to exit, so the first 200 proves nothing: `touched_at` moves only after the rules were
/// accepted, every 5 s at the latest. Its diagnostics name the rules that it holds and what is
/// wrong with them; that the source is not connected is there as well, and is no fault of theirs.
final class PowerSyncPreset {
  static final String NAME = "powersync";

  private static final String DAY = "24h";
  private static final String HERE = "http://127.0.0.1:8080";

  private static final Key<URI> URL =
      Key.defaulted("url", Scalars.HTTP, HERE, "Where the service answers this host.");
  private static final Key<Path> TOKEN_FILE =
      Key.optional(
          "token-file",
          Scalars.PATH,
          "the service's own judgement is not asked for",
          "A file with one of the service's `api.tokens`, bare. With it, rules are validated by the"
              + " running service before the swap, nothing is restarted while its source or storage"
              + " is away, and the proof looks at what the service holds.");
  private static final Key<Boolean> WAIT_ACTIVE =
      Key.defaulted(
          "wait-active",
          Scalars.SWITCH,
          "false",
          "Whether the next change waits until the initial replication of the last one is over,"
              + " which it would begin anew.");

  private static final Key<Duration> WAIT_AT_MOST =
      Key.optional(
          "wait-at-most",
          Scalars.AGE,
          "`24h`",
          "How long after the last change `wait-active` waits: a replication that does not end must"
              + " not keep out what mends it.");

  static final Section<String> SECTION =
      new Section<>(
          "The preset `powersync`, with what it leaves open.",
          List.of(URL, TOKEN_FILE, WAIT_ACTIVE, WAIT_AT_MOST),
          PowerSyncPreset::name);

  private static final String CHECK =
      """
      check:
        - yaml: {require-any: [bucket_definitions, streams]}
        - powersync: {}
      """;

  private static final String PROBE =
      """
      probe:
        http: URL/probes/liveness
        json: {ready: true}
        advancing: touched_at
      """;

  private static final String VALIDATE =
      """
        - http: URL/api/admin/v1/validate
          method: POST
          bearer: TOKEN-FILE
          headers: {Content-Type: application/json}
          body: '{"sync_rules": {file:json}}'
          unjudged:
            data.errors: {absent: true}
            data.errors[*]: {some: {message: connection failed}}
          findings:
            at: data.errors[*]
            refuse:
              - {level: fatal}
              - {level: warning, message: {contains: not found}}
            offset: location.start_offset
            only-new: true
          unreachable: pass
      """;

  private static final String DEPLOY_WHEN =
      """
      deploy-when:
        - http: URL/api/admin/v1/diagnostics
          method: POST
          bearer: TOKEN-FILE
          headers: {Content-Type: application/json}
          body: '{}'
          json:
            data.connections[*].connected: true
      """;

  /// One that has a fatal error does not get on: new rules are what helps.
  private static final String NOTHING_DEPLOYS =
      """
        - http: URL/api/admin/v1/diagnostics
          method: POST
          bearer: TOKEN-FILE
          headers: {Content-Type: application/json}
          body: '{}'
          at-most: WAIT-AT-MOST
          json:
            data.deploying_sync_rules:
              none:
                connections[*].initial_replication_done: {none-equals: true}
                errors[*].level: {none-equals: fatal}
          tell:
            - data.deploying_sync_rules.connections[*].slot_name
            - data.deploying_sync_rules.connections[*].replication_lag_bytes
            - data.deploying_sync_rules.connections[*].wal_status
      """;

  private static final String PROBE_CONTENT =
      """
      probe:
        all:
          - http: URL/probes/liveness
            json: {ready: true}
            advancing: touched_at
          - http: URL/api/admin/v1/diagnostics
            method: POST
            bearer: TOKEN-FILE
            headers: {Content-Type: application/json}
            body: '{"sync_rules_content": true}'
            holds: [data.deploying_sync_rules.content, data.active_sync_rules.content]
            final:
              "{holder}.errors[*]": {some: {level: fatal, location: {absent: false}}}
              "{holder}.connections": {empty: true}
      """;

  private static final String TIMING =
      """
        timeout: 60s
        interval: 500ms
        settle: 6s
        give-up-after: 3
      """;

  private PowerSyncPreset() {}

  private static String name(Fields fields) {
    if (fields.get(WAIT_ACTIVE) && fields.find(TOKEN_FILE).isEmpty()) {
      fields.reject(
          WAIT_ACTIVE, "needs a token to ask with", "name the token-file, or remove the line");
    }
    if (!fields.get(WAIT_ACTIVE) && fields.find(WAIT_AT_MOST).isPresent()) {
      fields.reject(WAIT_AT_MOST, "goes with 'wait-active: true' only", "remove it");
    }
    URI url = fields.get(URL);
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      fields.reject(URL, "must end with its path", "remove what begins with ? or #");
    }
    return NAME;
  }

  /// The preset, with words such as `URL` for what is given; with a token or without.
  static String text(Map<String, String> given) {
    if (!given.containsKey(TOKEN_FILE.name())) {
      return CHECK + PROBE + TIMING;
    }
    boolean waits = "true".equals(given.get(WAIT_ACTIVE.name()));
    return CHECK + VALIDATE + DEPLOY_WHEN + (waits ? NOTHING_DEPLOYS : "") + PROBE_CONTENT + TIMING;
  }

  /// A value of the preset with what is given in it.
  static String filled(String value, Map<String, String> given) {
    String url = given.getOrDefault(URL.name(), HERE).replaceFirst("/+$", "");
    return switch (value) {
      case "TOKEN-FILE" -> given.getOrDefault(TOKEN_FILE.name(), value);
      case "WAIT-AT-MOST" -> given.getOrDefault(WAIT_AT_MOST.name(), DAY);
      default -> value.startsWith("URL/") ? url + value.substring("URL".length()) : value;
    };
  }
}
