// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

/// The sync rules that are merged in the course of the demo.
final class Rules {
  /// One bucket.
  static final String FIRST =
      """
      # What the phones of our users hold.
      bucket_definitions:
        own_workouts:
          parameters: SELECT request.user_id() AS user_id
          data:
            - SELECT id, sport, started_at FROM workouts WHERE owner_id = bucket.user_id
      """;

  /// A second bucket, for everybody.
  static final String EXERCISES =
      FIRST
          + """
            exercises:
              data:
                - SELECT id, name FROM exercises
          """;

  /// A merge that was never finished: no YAML at all.
  static final String CONFLICT =
      FIRST
          + """
            exercises:
              data:
          <<<<<<< HEAD
                - SELECT id, name, level FROM exercises
          =======
                - SELECT id, name, media_url FROM exercises
          >>>>>>> media
          """;

  /// Good YAML with every key in its place; only the service knows that there is no such function.
  static final String CRASHING =
      FIRST
          + """
            exercises:
              data:
                - SELECT id, name, frobnicate(muscles) AS muscle FROM exercises
          """;

  /// The same idea, with a function that exists.
  static final String FIXED =
      FIRST
          + """
            exercises:
              data:
                - SELECT id, name, json_extract(muscles, '$.main') AS muscle FROM exercises
          """;

  private Rules() {}
}
