// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Other people's formats that an entry can be shown in.
enum ForeignFormat {
  /// An event, as continuous delivery tools tell each other.
  CDEVENTS("cdevents"),
  /// A statement about the file, for whoever signs and verifies those.
  IN_TOTO("in-toto");

  private final String word;

  ForeignFormat(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /// Their names, to be read and for the shell's completion.
  static final class Names extends ArrayList<String> implements ITypeConverter<ForeignFormat> {
    private static final long serialVersionUID = 1;

    Names() {
      super(List.of(CDEVENTS.word, IN_TOTO.word));
    }

    @Override
    public ForeignFormat convert(String name) {
      for (ForeignFormat format : values()) {
        if (format.word.equals(name)) {
          return format;
        }
      }
      throw new TypeConversionException("it is cdevents or in-toto, not '" + name + "'");
    }
  }
}
