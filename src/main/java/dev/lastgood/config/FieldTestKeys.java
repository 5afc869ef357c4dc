// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.FieldTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may be demanded of fields of a JSON answer.
final class FieldTestKeys {
  private static final Key<String> NONE_EQUALS =
      Key.choice("none-equals", Scalars.PLAIN, "No value is this one; there may be none at all.");
  private static final Key<String> CONTAINS =
      Key.choice("contains", Scalars.TEXT, "There is a value, and each has this text in it.");
  private static final Key<Boolean> ABSENT =
      Key.choice("absent", Scalars.SWITCH, "There is no value; with `false`, there is one.");
  private static final Key<Boolean> EMPTY =
      Key.choice(
          "empty",
          Scalars.SWITCH,
          "There is a value, and it is an empty list, object or text; with `false`, it is none.");

  /// Of one field, and not of what is in it.
  private static final Either<FieldTest> PLAIN =
      new Either<>(
          new Scalar<>(Syntax.PLAIN, List.of(), FieldTest.Equal::new),
          new Section<>(
              "What is demanded of a field of a value.",
              List.of(NONE_EQUALS, CONTAINS, ABSENT, EMPTY),
              Choice.exactlyOne(NONE_EQUALS, CONTAINS, ABSENT, EMPTY),
              FieldTestKeys::plain));

  /// Demands of one value's fields, all of which must fit.
  static final Named<FieldTest> WITHIN =
      new Named<>("field", "[^.]+(\\.[^.]+)*", FieldTestKeys::field, PLAIN);

  private static final Key<Map<String, FieldTest>> SOME =
      Key.choice(
          "some",
          WITHIN,
          "One of the values at least is an object whose fields are like this, as in `{level:"
              + " fatal}`.");
  private static final Key<Map<String, FieldTest>> NONE =
      Key.choice("none", WITHIN, "None of the values is an object whose fields are like this.");

  /// Demands of an answer's fields.
  static final Named<FieldTest> FIELDS =
      new Named<>(
          "field",
          "[^.]+(\\.[^.]+)*",
          FieldTestKeys::field,
          new Either<>(
              new Scalar<>(Syntax.PLAIN, List.of(), FieldTest.Equal::new),
              new Section<>(
                  "What is demanded of a field, where that is not one value.",
                  List.of(NONE_EQUALS, CONTAINS, ABSENT, EMPTY, SOME, NONE),
                  Choice.exactlyOne(NONE_EQUALS, CONTAINS, ABSENT, EMPTY, SOME, NONE),
                  FieldTestKeys::any)));

  private FieldTestKeys() {}

  private static FieldTest any(Fields fields) {
    Optional<FieldTest> some = fields.find(SOME).map(FieldTest.Some::new);
    return some.or(() -> fields.find(NONE).map(FieldTest.None::new)).orElseGet(() -> plain(fields));
  }

  private static FieldTest plain(Fields fields) {
    Optional<FieldTest> unequal = fields.find(NONE_EQUALS).map(FieldTest.NoneEqual::new);
    return unequal
        .or(() -> fields.find(CONTAINS).map(FieldTest.Contain::new))
        .or(() -> fields.find(ABSENT).map(FieldTest.Absent::new))
        .orElseGet(() -> new FieldTest.Empty(fields.get(EMPTY)));
  }

  static String field(String name) {
    if (!name.matches("[^.]+(\\.[^.]+)*")) {
      throw new IllegalArgumentException(
          "is no field, as in ready, db.state or errors[*].level: '" + name + "'");
    }
    return name;
  }
}
