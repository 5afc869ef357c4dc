// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// A parser that stops before what it finds fills the memory.
final class CountingParser extends ParserImpl {
  static final String TOO_MANY = "too many values";

  private final int most;
  private int values;

  CountingParser(StreamReader reader, LoaderOptions options, int most) {
    super(reader, options);
    this.most = most;
  }

  @Override
  public Event getEvent() {
    Event event = super.getEvent();
    if (isValue(event) && ++values > most) {
      throw new ParserException(null, null, TOO_MANY, event.getStartMark());
    }
    return event;
  }

  private static boolean isValue(Event event) {
    return event.is(Event.ID.Scalar)
        || event.is(Event.ID.SequenceStart)
        || event.is(Event.ID.MappingStart);
  }
}
