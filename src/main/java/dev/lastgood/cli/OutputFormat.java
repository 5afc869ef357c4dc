// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How data is written to stdout.
enum OutputFormat {
  /// For people.
  TEXT,
  /// For programs: camelCase names, RFC 3339 times in UTC, one value a line.
  JSON;

  /// Their names, to be read and for the shell's completion.
  static final class Names extends ArrayList<String> implements ITypeConverter<OutputFormat> {
    private static final long serialVersionUID = 1;

    Names() {
      super(List.of("text", "json"));
    }

    @Override
    public OutputFormat convert(String name) {
      return switch (name) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default -> throw new TypeConversionException("it is text or json, not '" + name + "'");
      };
    }
  }
}
