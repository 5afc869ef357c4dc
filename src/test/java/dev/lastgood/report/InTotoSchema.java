// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

/// What in-toto's specification demands of a statement with a test result. It publishes no JSON
/// Schema, so this is one, by section of the in-toto attestation framework's documents:
///
/// - `spec/v1/statement.md`, Fields: `_type`, `subject` (each with a `digest`), `predicateType`.
/// - `spec/v1/resource_descriptor.md`, Fields: one of `uri`, `digest`, `content` at least.
/// - `spec/v1/digest_set.md`, Supported algorithms: lower-case hex of the algorithm's length.
/// - `spec/predicates/test-result.md`, Fields: `result` and `configuration` are required.
final class InTotoSchema {
  static final String STATEMENT =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["_type", "subject", "predicateType", "predicate"],
        "additionalProperties": false,
        "properties": {
          "_type": {"const": "https://in-toto.io/Statement/v1"},
          "subject": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/descriptor", "required": ["digest"]}
          },
          "predicateType": {"const": "https://in-toto.io/attestation/test-result/v0.1"},
          "predicate": {
            "type": "object",
            "required": ["result", "configuration"],
            "additionalProperties": false,
            "properties": {
              "result": {"enum": ["PASSED", "WARNED", "FAILED"]},
              "configuration": {"type": "array", "items": {"$ref": "#/$defs/descriptor"}},
              "url": {"type": "string"},
              "passedTests": {"type": "array", "items": {"type": "string"}},
              "warnedTests": {"type": "array", "items": {"type": "string"}},
              "failedTests": {"type": "array", "items": {"type": "string"}}
            }
          }
        },
        "$defs": {
          "descriptor": {
            "type": "object",
            "anyOf": [{"required": ["uri"]}, {"required": ["digest"]}, {"required": ["content"]}],
            "additionalProperties": false,
            "properties": {
              "name": {"type": "string", "minLength": 1},
              "uri": {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[!-~]+$"},
              "digest": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": false,
                "properties": {
                  "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                  "gitBlob": {"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"},
                  "gitCommit": {"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"}
                }
              },
              "annotations": {"type": "object"}
            }
          }
        }
      }
      """;

  private InTotoSchema() {}
}
